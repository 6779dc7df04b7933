import type { ClassFact, FunctionFact, Inventory, ValueFact } from '../../core/binding/inventory';
import { describe, hasMethods, isClass } from '../describe';
import type { FunctionIndex } from './functionFacts';
import type { OwnFile } from './project';

/** The names of a file: those of its top level, and what it exports under other names. */
export function namespaceOf(own: OwnFile): object {
  const namespace: object = Object.create(null) as object;
  Object.defineProperties(namespace, Object.getOwnPropertyDescriptors(own.top));
  const { exports } = own.module;
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return namespace;
  const alone = typeof exports === 'function' ? { [exports.name || 'default']: exports } : exports;
  const taken = new Set(Object.keys(namespace).map((name) => readFrom(namespace, name)));
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(alone))) {
    const value = readFrom(alone, name);
    const again =
      name in namespace || name === '__esModule' || (typeof value === 'object' && taken.has(value));
    if (!again && !(typeof value === 'function' && taken.has(value)))
      Object.defineProperty(namespace, name, { ...descriptor, enumerable: true });
  }
  return namespace;
}

/** What the names of a file hold. */
export function inventoryOf(file: string, namespace: object, index: FunctionIndex): Inventory {
  const functions: FunctionFact[] = [];
  const classes: ClassFact[] = [];
  const values: ValueFact[] = [];
  for (const name of Object.keys(namespace)) {
    const value = readFrom(namespace, name);
    if (value === undefined) continue;
    if (isClass(value)) {
      // `Net.prototype = { ... }` forgets whose prototype it is, and so what its objects are called.
      if (!Object.hasOwn(value.prototype as object, 'constructor'))
        Object.defineProperty(value.prototype, 'constructor', { value, configurable: true, writable: true });
      const fact = index.classFact(value, name);
      if (fact.file !== '') classes.push(fact);
    } else if (typeof value === 'function') {
      const fact = index.factsOf(value as CallableFunction);
      const contract = name === 'gradientLens';
      const made = contract ? null : index.factoryFact(value as CallableFunction, name);
      if (made !== null) classes.push(made);
      else if (fact.file !== '') functions.push({ ...fact, name });
    } else if (!isPackage(value)) {
      const described = describe(value, index.factsOf);
      const single = described.type === 'object' && hasMethods(value as object) ? described : null;
      values.push({ name, value: single === null ? described : { ...single, className: name } });
      if (single !== null) classes.push(classOf(name, single.methods, file));
    }
  }
  return { file, functions, classes, values, standIns: [] };
}

/** An object literal with methods is the one object of a class of its own. */
function classOf(name: string, methods: readonly FunctionFact[], file: string): ClassFact {
  return { name, file, line: methods[0]?.line ?? 1, constructorParameters: [], methods };
}

/** A statement that was left out, or stopped early, leaves names without values. */
function readFrom(container: object, name: string): unknown {
  try {
    return (container as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** mathjs or `fs` as a whole: hundreds of functions that are none of the model's. */
function isPackage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = Object.values(Object.getOwnPropertyDescriptors(value)).slice(0, 200);
  return (
    members.length > 40 &&
    members.filter((member) => typeof member.value === 'function' || member.get).length > 20
  );
}

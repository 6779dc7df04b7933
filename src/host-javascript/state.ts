import { isMatrix, isTypedArray } from './arrays';
import { isClass } from './describe';

const mostObjects = 200_000;
/** More members than the objects of a model have: a package as a whole. */
const mostMembers = 2_000;

/**
 * What objects held when the snapshot was taken: arrays, properties, entries of maps and sets, and all that can be reached
 * through them. Private fields and variables inside functions cannot be reached.
 */
export class Snapshot {
  readonly #seen = new Set<object>();
  readonly #undo: (() => void)[] = [];

  constructor(roots: Iterable<unknown>) {
    const waiting = [...roots];
    while (waiting.length > 0 && this.#seen.size < mostObjects) {
      const value = waiting.pop();
      const object = typeof value === 'object' || (typeof value === 'function' && isClass(value));
      if (!object || value === null || this.#seen.has(value as object)) continue;
      this.#seen.add(value as object);
      for (const inner of this.#keep(value as object)) waiting.push(inner);
    }
  }

  /** Puts everything back, in place. */
  restore(): void {
    for (const undo of this.#undo) undo();
  }

  /** Remembers one object, and tells what it holds. */
  #keep(object: object): readonly unknown[] {
    if (isTypedArray(object)) {
      const values = object.slice();
      this.#undo.push(() => object.set(values));
      return [];
    }
    if (Array.isArray(object)) {
      const values: unknown[] = object.slice();
      this.#undo.push(() => {
        object.length = values.length;
        for (let i = 0; i < values.length; i++) object[i] = values[i];
      });
      return typeof values[0] === 'number' ? [] : values;
    }
    if (object instanceof Map) {
      const entries = [...(object as Map<unknown, unknown>)];
      this.#undo.push(() => {
        object.clear();
        for (const [key, value] of entries) object.set(key, value);
      });
      return entries.flat();
    }
    if (object instanceof Set) {
      const members = [...(object as Set<unknown>)];
      this.#undo.push(() => {
        object.clear();
        for (const member of members) object.add(member);
      });
      return members;
    }
    return this.#keepProperties(object);
  }

  #keepProperties(object: object): readonly unknown[] {
    const descriptors = Object.entries(Object.getOwnPropertyDescriptors(object));
    if (descriptors.length > mostMembers || isModule(object)) return [];
    const held: unknown[] = [];
    const writable: [string, unknown][] = [];
    const target = object as Record<string, unknown>;
    for (const [name, descriptor] of descriptors) {
      // Names of a module are properties that are read and written by calls.
      if (descriptor.get !== undefined && !isPureHolder(object)) continue;
      const value: unknown = descriptor.get === undefined ? descriptor.value : valueOf(target, name);
      held.push(value);
      if (descriptor.writable === true || descriptor.set !== undefined) writable.push([name, value]);
    }
    const names = new Set(descriptors.map(([name]) => name));
    const open = Object.isExtensible(object) && !isMatrix(object);
    this.#undo.push(() => {
      for (const [name, value] of writable)
        if (!Object.is(valueOf(target, name), value)) target[name] = value;
      if (open) for (const name of Object.keys(target)) if (!names.has(name)) delete target[name];
    });
    return held;
  }
}

/** The namespace of a loaded file, which has no prototype; getters of classes may do anything. */
function isPureHolder(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype;
}

function isModule(object: object): boolean {
  return Object.prototype.toString.call(object) === '[object Module]';
}

/** A statement that was left out leaves names without values. */
function valueOf(target: Record<string, unknown>, name: string): unknown {
  try {
    return target[name];
  } catch {
    return undefined;
  }
}

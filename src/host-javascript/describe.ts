import type { ArrayDescription, Description, FunctionFact } from '../core/binding/inventory';
import { valuesOf, viewArray, type ArrayView } from './arrays';
import { identityOf } from './identity';
import { wireNumber } from './wire';

/** What a loader knows about a function of the model. */
export type FunctionFacts = (callable: CallableFunction) => FunctionFact;

const maximumDepth = 6;
/** Entries listed of one container, and characters of a text. */
const maximumLength = 1000;
/** Values listed in one description, over all its levels. */
const maximumTotal = 10_000;

/** What a value looks like from outside, to a limited depth and length. */
export function describe(value: unknown, factsOf: FunctionFacts): Description {
  return describeAt(value, { factsOf, left: maximumTotal, open: [] }, 0);
}

/** One description in the making. */
interface Making {
  readonly factsOf: FunctionFacts;
  left: number;
  /** The containers around the value: one that holds itself is not entered again. */
  readonly open: object[];
}

function describeAt(value: unknown, making: Making, depth: number): Description {
  if (value === null || value === undefined) return { type: 'none' };
  switch (typeof value) {
    case 'number':
      return { type: 'number', value: wireNumber(value), integer: Number.isInteger(value) };
    case 'bigint':
      return { type: 'number', value: wireNumber(Number(value)), integer: true };
    case 'boolean':
      return { type: 'boolean', value };
    case 'string':
      return { type: 'text', value: value.slice(0, maximumLength) };
    case 'function':
      return isClass(value)
        ? { type: 'other', className: `class ${value.name}` }
        : { type: 'function', function: making.factsOf(value) };
    case 'object':
      return describeObject(value, making, depth);
    default:
      return { type: 'other', className: typeof value };
  }
}

/** True for a function that must be called with `new`: a class, or a function with methods in its prototype. */
export function isClass(value: unknown): value is new (...values: unknown[]) => unknown {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { prototype?: unknown };
  if (typeof prototype !== 'object' || prototype === null) return false;
  return Object.keys(prototype).length > 0 || /^class\b/.test(Function.prototype.toString.call(value));
}

function describeObject(value: object, making: Making, depth: number): Description {
  const view = viewArray(value);
  if (view !== null) return describeArray(view, identityOf(value));
  if (depth >= maximumDepth || making.left-- <= 0) return { type: 'other', className: classNameOf(value) };
  if (making.open.includes(value)) return { type: 'other', className: classNameOf(value) };
  making.open.push(value);
  const description = describeContainer(value, making, (part) => describeAt(part, making, depth + 1));
  making.open.pop();
  return description;
}

function describeContainer(
  value: object,
  making: Making,
  inner: (part: unknown) => Description,
): Description {
  if (Array.isArray(value)) {
    const items = value.slice(0, maximumLength).map(inner);
    return { type: 'sequence', kind: 'list', length: value.length, items };
  }
  if (value instanceof Map) return describeMapping([...value], inner);
  if (isPlain(value) && !hasMethods(value)) return describeMapping(Object.entries(value), inner);
  const attributes = Object.entries(value)
    .filter(([, part]) => typeof part !== 'function')
    .slice(0, maximumLength)
    .map(([name, part]) => ({ name, value: inner(part) }));
  const methods = [...methodsOf(value)].map(([name, method]) => ({ ...making.factsOf(method), name }));
  return { type: 'object', className: classNameOf(value), attributes, methods };
}

/**
 * What a function such as `createNet()` returns: functions that share variables. A contract is no such object, and neither is
 * a parameter of one that is read by `get` and written by `set`.
 */
export function hasMethods(value: object): boolean {
  if (!isPlain(value) || Object.prototype.toString.call(value) === '[object Module]') return false;
  if ('parameters' in value && ('cost' in value || 'layer' in value || 'step' in value)) return false;
  if (Object.keys(value).sort().join() === 'get,set') return false;
  return Object.values(value).filter((part) => typeof part === 'function').length > 1;
}

function describeMapping(
  entries: readonly (readonly [unknown, unknown])[],
  inner: (part: unknown) => Description,
): Description {
  const listed = entries.slice(0, maximumLength).map(([key, part]) => ({
    key: typeof key === 'number' ? key : String(key),
    value: inner(part),
  }));
  return { type: 'mapping', length: entries.length, entries: listed };
}

export function describeArray(view: ArrayView, identity: number): ArrayDescription {
  const base = {
    type: 'array' as const,
    container: view.container,
    shape: view.shape,
    dtype: view.dtype,
    identity,
  };
  const values = valuesOf(view);
  if (values.length === 0) return base;
  let min = Infinity;
  let max = -Infinity;
  let integerValued = true;
  for (const x of values) {
    min = Math.min(min, x);
    max = Math.max(max, x);
    integerValued &&= Number.isInteger(x);
  }
  return { ...base, min: wireNumber(min), max: wireNumber(max), integerValued };
}

function methodsOf(value: object): ReadonlyMap<string, CallableFunction> {
  const methods = new Map<string, CallableFunction>();
  for (const [name, member] of Object.entries(value))
    if (typeof member === 'function') methods.set(name, member as CallableFunction);
  for (let level = Object.getPrototypeOf(value) as object | null; level && level !== Object.prototype;) {
    for (const [name, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof member === 'function' && name !== 'constructor' && !methods.has(name))
        methods.set(name, member);
    }
    level = Object.getPrototypeOf(level) as object | null;
  }
  return methods;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    Object.prototype.toString.call(value) === '[object Module]'
  );
}

function classNameOf(value: object): string {
  return (value.constructor as CallableFunction | undefined)?.name || 'Object';
}

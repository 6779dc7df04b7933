import type { Accessors } from '../core/binding/plan';
import { isMatrix, isTypedArray, valuesOf, viewArray } from './arrays';
import type { Located, Module, Slots } from './plan';
import { compileSource } from './plan';
import type { Storage } from './storage';

/**
 * Storage of a parameter that is read by a call and written by another, such as a private field or a node of a graph. It
 * is written whole, each time in a new array of the kind that was read, because the model may keep what it is given.
 */
export function accessedStorage(accessors: Accessors, module: Module, slots: Slots): Storage | null {
  const get = compileSource(accessors.get, module);
  const set = compileSource(accessors.set, module);
  const call = ({ value, container }: Located, ...values: unknown[]): unknown =>
    typeof value === 'function' ? Reflect.apply(value, container, values) : undefined;
  const read = () => call(get(slots));
  const write = (value: unknown) => void call(set(slots), value);
  const first = read();
  const numbers = numbersOf(first);
  if (numbers === null || typeof set(slots).value !== 'function') return null;
  return new AccessedStorage(first, numbers, read, write);
}

class AccessedStorage implements Storage {
  readonly shape: readonly number[];
  readonly size: number;
  readonly dtype: string;
  readonly rows = [];
  readonly owner = this;
  readonly located: Located;

  constructor(
    private readonly sample: unknown,
    numbers: Float64Array,
    private readonly read: () => unknown,
    private readonly write: (value: unknown) => void,
  ) {
    const view = typeof sample === 'number' ? null : viewArray(sample);
    this.shape = view?.shape ?? [];
    this.dtype = view?.dtype ?? 'float64';
    this.size = numbers.length;
    this.located = { value: sample, container: null, key: null };
  }
  get(index: number): number {
    return this.copy()[index] ?? NaN;
  }
  set(index: number, value: number): void {
    const values = this.copy();
    values[index] = value;
    this.restore(values);
  }
  copy(): Float64Array {
    const numbers = numbersOf(this.read());
    return numbers?.length === this.size ? numbers : new Float64Array(this.size).fill(NaN);
  }
  restore(values: Float64Array): void {
    this.write(filledLike(this.sample, values, { next: 0 }));
  }
  reclaim(): boolean {
    return false;
  }
}

function numbersOf(value: unknown): Float64Array | null {
  if (typeof value === 'number') return Float64Array.of(value);
  const view = viewArray(value);
  return view === null ? null : valuesOf(view);
}

/** A new value of the same kind and shape with these components, which are taken one after another. */
function filledLike(sample: unknown, values: Float64Array, at: { next: number }): unknown {
  if (isTypedArray(sample)) {
    const row = sample.slice();
    for (let i = 0; i < row.length; i++) row[i] = values[at.next++] ?? NaN;
    return row;
  }
  if (Array.isArray(sample)) return sample.map((part: unknown) => filledLike(part, values, at));
  if (isMatrix(sample)) {
    const make = sample.constructor as unknown as new (data: unknown) => unknown;
    return new make(filledLike(sample.valueOf(), values, at));
  }
  if (typeof sample !== 'object' || sample === null) return values[at.next++] ?? NaN;
  const copy = Object.create(Object.getPrototypeOf(sample) as object) as object;
  const data = filledLike((sample as { data: unknown }).data, values, at);
  return Object.assign(copy, sample, { data });
}

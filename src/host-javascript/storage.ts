import { valuesOf, viewArray, type Row } from './arrays';
import type { Located } from './plan';

/** The components of a parameter tensor where the model keeps them. */
export interface Storage {
  readonly shape: readonly number[];
  readonly size: number;
  readonly dtype: string;
  get(index: number): number;
  set(index: number, value: number): void;
  /** A copy of all components, row-major. */
  copy(): Float64Array;
  restore(values: Float64Array): void;
  readonly located: Located;
  /** What holds the components in memory; empty for a number, which shares its memory with nothing. */
  readonly rows: readonly Row[];
  /** The object whose identity is the tensor's. */
  readonly owner: object;
  /** Puts the storage back where the model found it; true if the model had put something else there. */
  reclaim(): boolean;
}

/** Puts another value where the located one lies. */
export function write({ container, key }: Located, value: unknown): void {
  if (container instanceof Map) container.set(key, value);
  else if (container !== null) (container as Record<PropertyKey, unknown>)[key as PropertyKey] = value;
}

function read({ container, key }: Located): unknown {
  if (container instanceof Map) return container.get(key);
  return (container as Record<PropertyKey, unknown>)[key as PropertyKey];
}

/** Storage of a number in a container or of a numeric array; null if the value is neither, or cannot be written. */
export function storageAt(located: Located): Storage | null {
  const { value, container } = located;
  if (typeof value === 'number') return container === null ? null : new NumberStorage(located);
  const view = viewArray(value);
  if (view === null || !view.live) return null;
  return new ArrayStorage(located, view.shape, view.dtype, view.rows, view.width);
}

class NumberStorage implements Storage {
  readonly shape = [];
  readonly size = 1;
  readonly dtype = 'float64';
  readonly rows = [];
  readonly owner = this;
  #last: number;

  constructor(readonly located: Located) {
    this.#last = located.value as number;
  }
  get(): number {
    return read(this.located) as number;
  }
  set(_index: number, value: number): void {
    this.#last = value;
    write(this.located, value);
  }
  copy(): Float64Array {
    return Float64Array.of(this.get());
  }
  restore(values: Float64Array): void {
    this.set(0, values[0] ?? NaN);
  }
  reclaim(): boolean {
    if (typeof read(this.located) === 'number') return false;
    write(this.located, this.#last);
    return true;
  }
}

class ArrayStorage implements Storage {
  readonly size: number;

  constructor(
    readonly located: Located,
    readonly shape: readonly number[],
    readonly dtype: string,
    readonly rows: readonly Row[],
    readonly width: number,
  ) {
    this.size = rows.length * width;
  }
  get owner(): object {
    return this.located.value as object;
  }
  get(index: number): number {
    return Number(this.#row(index)[index % this.width]);
  }
  set(index: number, value: number): void {
    this.#row(index)[index % this.width] = value;
  }
  copy(): Float64Array {
    return valuesOf(this);
  }
  restore(values: Float64Array): void {
    this.rows.forEach((row, index) => {
      const start = index * this.width;
      for (let i = 0; i < this.width; i++) row[i] = values[start + i] ?? NaN;
    });
  }
  reclaim(): boolean {
    const { container, value } = this.located;
    if (container === null || read(this.located) === value) return false;
    write(this.located, value);
    return true;
  }
  #row(index: number): Row {
    const row = this.rows[Math.floor(index / this.width)];
    if (row === undefined) throw new RangeError(`There is no component ${index} among ${this.size}.`);
    return row;
  }
}

import { valuesOf, viewArray } from './arrays';
import type { ComputedGradient } from './boundModel';
import { ChangedParameter } from './changedParameter';

/** Copies a returned gradient; null if it is neither a number nor a numeric array. */
export function readGradient(value: unknown, shape: readonly number[]): ComputedGradient | null {
  if (typeof value === 'number') {
    return { shape: [], dtype: 'float64', fits: sameUpToOnes([], shape), values: Float64Array.of(value) };
  }
  if (value instanceof ChangedParameter) {
    return {
      shape: value.shape,
      dtype: 'float64',
      fits: sameUpToOnes(value.shape, shape),
      values: value.gradient,
    };
  }
  const view = viewArray(value);
  if (view === null) return null;
  return {
    shape: view.shape,
    dtype: view.dtype,
    fits: sameUpToOnes(view.shape, shape),
    values: valuesOf(view),
  };
}

/** True if two shapes agree once axes of length 1 are left out. */
export function sameUpToOnes(a: readonly number[], b: readonly number[]): boolean {
  const long = (shape: readonly number[]) => shape.filter((length) => length !== 1).join();
  return long(a) === long(b);
}

/** The number that a value is: also an array of one component. Null if it is no real number. */
export function scalarOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const view = viewArray(value);
  if (view === null || view.dtype === 'bool') return null;
  const values = valuesOf(view);
  return values.length === 1 ? (values[0] ?? null) : null;
}

import type { ArrayRecord } from '../record';

/** An array seen as examples of units: vectors over the units, of its first one or two examples. */
export interface View {
  /** Number of the record in the run. */
  readonly record: number;
  readonly unitsAxis: number;
  readonly units: number;
  readonly examples: number;
  /** One vector, or two where there are two examples or more; each of `units` values. */
  readonly vectors: readonly Float64Array[];
}

/** The ways an array of one or two axes can be read; none where slices are missing or cut. */
export function viewsOf(record: ArrayRecord, number: number): View[] {
  const [first, second] = record.shape;
  if (record.shape.length === 1) {
    const vector = record.rows[0];
    if (vector === undefined || vector.length !== first || first === 0) return [];
    return [{ record: number, unitsAxis: 0, units: first!, examples: 1, vectors: [vector] }];
  }
  if (record.shape.length !== 2) return [];
  const views: View[] = [];
  for (const [unitsAxis, units, examples, vectors] of [
    [0, first!, second!, record.columns],
    [1, second!, first!, record.rows],
  ] as const) {
    if (vectors.length > 0 && units > 0 && vectors.every((vector) => vector.length === units))
      views.push({ record: number, unitsAxis, units, examples, vectors });
  }
  return views;
}

/** Unit round-off of a type by its name. */
export function roundOffOf(dtype: string): number {
  if (/bfloat16/i.test(dtype)) return 2 ** -8;
  if (/float16|half/i.test(dtype)) return 2 ** -11;
  if (/float32/i.test(dtype)) return 2 ** -24;
  return 2 ** -53;
}

/** The smallest positive number of a type: products below it are lost. */
export function smallestOf(dtype: string): number {
  if (/bfloat16/i.test(dtype)) return 2 ** -133;
  if (/float16|half/i.test(dtype)) return 2 ** -24;
  if (/float32/i.test(dtype)) return 2 ** -149;
  return Number.MIN_VALUE;
}

/** Round-off that a sum of n products may gather, relative to the norms of the two vectors. */
export function sumRoundOff(terms: number, roundOff: number): number {
  return Math.min((16 + 2 * terms) * roundOff, 0.02);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function norm(a: Float64Array): number {
  let largest = 0;
  for (const x of a) largest = Math.max(largest, Math.abs(x));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (const x of a) sum += (x / largest) ** 2;
  return largest * Math.sqrt(sum);
}

export function sameValues(a: ArrayRecord, b: ArrayRecord): boolean {
  return (
    a.shape.length === b.shape.length &&
    a.shape.every((length, axis) => length === b.shape[axis]) &&
    a.rows.length > 0 &&
    sameSlices(a.rows, b.rows) &&
    sameSlices(a.columns, b.columns)
  );
}

/** True of a matrix and its transpose, by the values at hand. */
export function isTransposed(a: ArrayRecord, b: ArrayRecord): boolean {
  return (
    a.shape.length === 2 &&
    b.shape.length === 2 &&
    a.shape[0] === b.shape[1] &&
    a.shape[1] === b.shape[0] &&
    a.rows.length > 0 &&
    sameSlices(a.rows, b.columns) &&
    sameSlices(a.columns, b.rows)
  );
}

function sameSlices(a: readonly Float64Array[], b: readonly Float64Array[]): boolean {
  return a.length === b.length && a.every((slice, k) => sameNumbers(slice, b[k]!));
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((x, i) => Object.is(x, b[i]) || x === b[i]);
}

export function sameShape(a: ArrayRecord, b: ArrayRecord): boolean {
  return a.shape.length === b.shape.length && a.shape.every((length, axis) => length === b.shape[axis]);
}

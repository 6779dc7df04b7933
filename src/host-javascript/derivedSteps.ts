import type { TextbookCost } from '../core/binding/plan';
import { isTypedArray, valuesOf, viewArray, type ArrayView, type TypedArray } from './arrays';
import { HostError } from './failures';

/** Steps of a plan that call nothing of the model: sums of products, textbooks' costs, and some of the examples. */

/** Σ ⟨a, b⟩ over the pairs. */
export function sumOfProducts(pairs: readonly (readonly [unknown, unknown])[]): number {
  let sum = 0;
  for (const [a, b] of pairs) {
    const [left, right] = sameSize(a, b);
    for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  }
  return sum;
}

const costs: Readonly<Record<TextbookCost, (a: number, y: number) => number>> = {
  'squared-error': (a, y) => ((a - y) * (a - y)) / 2,
  'binary-cross-entropy': (a, y) => -timesLog(y, a) - timesLog(1 - y, 1 - a),
  'cross-entropy': (a, y) => -timesLog(y, a),
};

/** The cost of an output and its labels, summed over all their components. */
export function textbookCost(kind: TextbookCost, output: unknown, labels: unknown): number {
  const [a, y] = sameSize(output, labels);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += costs[kind](a[i]!, y[i]!);
  return sum;
}

/** y ln a, which is 0 where y is, also where a is. */
function timesLog(y: number, a: number): number {
  return y === 0 ? 0 : y * Math.log(a);
}

/** The entries at `indices` along an axis, in a container of the same kind. The rows themselves are shared. */
export function takeSome(value: unknown, axis: number, indices: readonly number[]): unknown {
  if (axis === 0) {
    if (Array.isArray(value)) return indices.map((index) => value[index] as unknown);
    if (isTypedArray(value)) return someOfRow(value, indices);
  } else if (Array.isArray(value)) {
    return value.map((part: unknown) => takeSome(part, axis - 1, indices));
  }
  const view = viewArray(value);
  if (view?.container === 'matrix' && axis < view.shape.length && axis < 2)
    return someOfMatrix(value as object, view, axis, indices);
  throw unfit('Examples can be taken of an array or a list only.');
}

function someOfRow(row: TypedArray, indices: readonly number[]): TypedArray {
  const some = row.slice(0, indices.length);
  indices.forEach((index, i) => (some[i] = row[index]!));
  return some;
}

/** A matrix of mathjs, or one of a class with `rows`, `cols` and `data`, of which `data` may be flat. */
function someOfMatrix(matrix: object, view: ArrayView, axis: number, indices: readonly number[]): unknown {
  const [rows = 1, columns = 1] = view.shape.length === 1 ? [view.shape[0], 1] : view.shape;
  const values = valuesOf(view);
  const nested = Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
  const some = takeSome(nested, axis, indices) as number[][];
  if ('isMatrix' in matrix && matrix.isMatrix === true) {
    const make = matrix.constructor as new (data: unknown) => unknown;
    return new make(view.shape.length === 1 ? some.flat() : some);
  }
  const copy: Record<string, unknown> = { ...matrix };
  const flat = some.flat();
  const { data } = copy;
  copy['rows'] = some.length;
  copy['cols' in copy ? 'cols' : 'columns'] = some[0]?.length ?? 0;
  copy['data'] = ArrayBuffer.isView(data)
    ? (data.constructor as unknown as { from(values: number[]): unknown }).from(flat)
    : Array.isArray((data as unknown[])[0])
      ? some
      : flat;
  return Object.assign(Object.create(Object.getPrototypeOf(matrix) as object) as object, copy);
}

function sameSize(a: unknown, b: unknown): readonly [Float64Array, Float64Array] {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left.length === right.length) return [left, right];
  throw unfit(
    `Two arrays that are compared component by component have ${left.length} and ${right.length} components.`,
  );
}

function numbersOf(value: unknown): Float64Array {
  if (typeof value === 'number') return Float64Array.of(value);
  const view = viewArray(value);
  if (view === null) throw unfit('This is not a number or a numeric array.');
  return valuesOf(view);
}

function unfit(message: string): HostError {
  return new HostError({ kind: 'result', message });
}

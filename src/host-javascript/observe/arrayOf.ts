import { isTypedArray, viewArray, type Row } from '../arrays';

/** An array of numbers as a record sees it. */
export interface SeenArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Row-major, in float64. */
  readonly values: Float64Array;
  /** The arrays inside it that are no arrays of their own: rows, and what a matrix keeps its numbers in. */
  readonly members: readonly object[];
}

/** Sees a value as an array of one or more floats; null if it is none, or is not filled yet. */
export function arrayOf(value: object): SeenArray | null {
  const data = dataOf(value);
  if (data === null) return seen(value, null, []);
  const inner = seen(data, shapeOf(value), [data]);
  return inner ?? seen(value, null, [data]);
}

/** What a matrix class keeps its numbers in; null if the value is no such matrix. */
export function dataOf(value: object): object | null {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return null;
  const { data, values, _data } = value as Record<string, unknown>;
  const held = [data, values, _data].find((part) => Array.isArray(part) || isTypedArray(part));
  const matrix = shapeOf(value) !== null || (value as { isMatrix?: unknown }).isMatrix === true;
  return matrix && held !== undefined ? (held as object) : null;
}

/** The shape that a matrix says it has. */
function shapeOf(value: object): readonly number[] | null {
  const named = value as Record<string, unknown>;
  const { shape } = named;
  if (Array.isArray(shape) && shape.length > 0 && shape.every(isLength)) return shape;
  const rows = named.rows ?? named.nRows ?? named.numRows ?? named.height;
  const columns =
    named.cols ?? named.columns ?? named.nCols ?? named.nColumns ?? named.numCols ?? named.width;
  return isLength(rows) && isLength(columns) ? [rows, columns] : null;
}

function seen(value: object, shape: readonly number[] | null, holders: readonly object[]): SeenArray | null {
  const view = viewArray(value);
  if (view === null || !/^float/.test(view.dtype)) return null;
  const count = view.rows.length * view.width;
  if (count === 0) return null;
  if (shape !== null && shape.reduce((product, length) => product * length, 1) !== count) return null;
  const values = new Float64Array(count);
  for (const [row, numbers] of view.rows.entries())
    if (!copyRow(numbers, values, row * view.width)) return null;
  return { shape: shape ?? view.shape, dtype: view.dtype, values, members: [...holders, ...partsOf(value)] };
}

/** Copies the numbers of a row; false if it has holes. */
function copyRow(numbers: Row, values: Float64Array, start: number): boolean {
  if (!Array.isArray(numbers)) {
    values.set(numbers, start);
    return true;
  }
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i];
    if (x === undefined) return false;
    values[start + i] = x;
  }
  return true;
}

/** The lists inside a list, at all levels. */
function partsOf(value: unknown): object[] {
  if (!Array.isArray(value) || typeof value[0] !== 'object') return [];
  return (value as object[]).flatMap((part) => [part, ...partsOf(part)]);
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

/**
 * Numeric arrays as JavaScript programs write them: typed arrays, rectangular nested lists of numbers, and matrices of
 * mathjs. All are seen as rows of equal width, row-major, without copying.
 */

export type Row = number[] | TypedArray;

export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

export interface ArrayView {
  readonly container: 'list' | 'typed-array' | 'matrix';
  readonly shape: readonly number[];
  readonly dtype: string;
  /** The live innermost rows, in order; writing to them writes to the array. */
  readonly rows: readonly Row[];
  /** Length of each row. */
  readonly width: number;
  /** False if `rows` are a copy, so that writing has no effect (sparse matrices). */
  readonly live: boolean;
}

/** What is used of a mathjs matrix; any copy of mathjs will do. */
interface MatrixLike {
  readonly isMatrix: true;
  size(): number[];
  valueOf(): unknown;
  storage?(): string;
}

/** Sees a value as a numeric array; null if it is something else, such as a ragged list or one that holds text. */
export function viewArray(value: unknown): ArrayView | null {
  if (isTypedArray(value)) {
    const dtype = value.constructor.name.replace(/Clamped|Array/g, '').toLowerCase();
    return viewOf('typed-array', [value.length], dtype, [value], true);
  }
  if (isMatrix(value)) {
    const nested = value.valueOf();
    const rows = Array.isArray(nested) ? rowsOf(nested, value.size()) : null;
    const live = value.storage?.() !== 'sparse';
    return rows === null ? null : viewOf('matrix', value.size(), dtypeOf(rows), rows, live);
  }
  if (!Array.isArray(value)) return viewOwnMatrix(value);
  const shape = nestedShape(value);
  const rows = rowsOf(value, shape);
  return rows === null ? null : viewOf('list', shape, dtypeOf(rows), rows, true);
}

/** A matrix class as people write it: `rows`, `cols` and one flat array of numbers, or nested ones. */
function viewOwnMatrix(value: unknown): ArrayView | null {
  if (typeof value !== 'object' || value === null || !('data' in value)) return null;
  const { rows, cols, columns, data } = value as Record<string, unknown>;
  const width = cols ?? columns;
  if (typeof rows !== 'number' || typeof width !== 'number') return null;
  const inner = Array.isArray(data) || isTypedArray(data) ? viewArray(data) : null;
  if (inner === null || inner.rows.length * inner.width !== rows * width) return null;
  return { ...inner, container: 'matrix', shape: [rows, width] };
}

/** All components, row-major. */
export function valuesOf(view: Pick<ArrayView, 'rows' | 'width'>): Float64Array {
  const values = new Float64Array(view.rows.length * view.width);
  view.rows.forEach((row, index) => {
    values.set(row, index * view.width);
  });
  return values;
}

export function isMatrix(value: unknown): value is MatrixLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<MatrixLike>).isMatrix === true &&
    typeof (value as Partial<MatrixLike>).size === 'function'
  );
}

export function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}

function viewOf(
  container: ArrayView['container'],
  shape: readonly number[],
  dtype: string,
  rows: readonly Row[],
  live: boolean,
): ArrayView {
  return { container, shape, dtype, rows, width: shape.at(-1) ?? 0, live };
}

/** The shape that the first elements suggest; a typed array is a row. */
function nestedShape(list: readonly unknown[]): number[] {
  const shape: number[] = [];
  let level: unknown = list;
  while (Array.isArray(level) || isTypedArray(level)) {
    shape.push(level.length);
    if (!Array.isArray(level)) break;
    level = level[0];
  }
  return shape;
}

/** The innermost rows if all lists have the lengths of `shape` and hold numbers (or truth values) only. */
function rowsOf(list: readonly unknown[], shape: readonly number[]): Row[] | null {
  const rows: Row[] = [];
  const collect = (part: unknown, depth: number): boolean => {
    const listed = Array.isArray(part);
    if (!listed && !isTypedArray(part)) return false;
    if (part.length !== shape[depth]) return false;
    if (depth < shape.length - 1) return listed && part.every((inner) => collect(inner, depth + 1));
    if (listed && !holdsNumbers(part)) return false;
    rows.push(part as Row);
    return true;
  };
  return list.length > 0 && collect(list, 0) ? rows : null;
}

/** Numbers, truth values and holes only. A plain loop: whole arrays pass here. */
function holdsNumbers(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    if (typeof x !== 'number' && typeof x !== 'boolean' && i in list) return false;
  }
  return true;
}

function dtypeOf(rows: readonly Row[]): string {
  const truth = rows.every((row) => Array.isArray(row) && row.every((x) => typeof x === 'boolean'));
  return truth ? 'bool' : 'float64';
}

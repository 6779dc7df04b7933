import type { TensorReport } from '../../src/protocol/report';
import { count } from '../../src/core/format';
import { sizeOf } from './tensorRows';

/** How a tensor of any shape is laid out as a picture of rows and columns. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** A vector that was broken into rows. */
  readonly wrapped: boolean;
  /** What was done to make it two-dimensional, if anything. */
  readonly note: string | null;
  /** Components, row-major in the picture as in the tensor: cell (r, c) is r · columns + c, if below this. */
  readonly size: number;
}

const longestRow = 50;

/** Rows are the first axis and columns all others; vectors lie in a row, long ones in several. */
export function gridFor(shape: readonly number[], titles: AxisTitles = unknownTitles): Grid {
  const size = sizeOf(shape);
  if (isVector(shape)) {
    const columns = wrapAt(size);
    const wrapped = columns < size;
    return {
      rows: Math.max(1, Math.ceil(size / columns)),
      columns,
      rowTitle: wrapped ? `${titles.vector} + column` : '',
      columnTitle: titles.vector,
      wrapped,
      note: wrapped ? `${count(size)} components in rows of ${columns}.` : null,
      size,
    };
  }
  if (shape.length === 2) {
    const [rows = 1, columns = 1] = shape;
    const { row, column } = titles;
    return { rows, columns, rowTitle: row, columnTitle: column, wrapped: false, note: null, size };
  }
  const [rows = 1, ...others] = shape;
  const axes = others.map((length, i) => `axis ${i + 1} (${count(length)})`).join(', ');
  return {
    rows,
    columns: sizeOf(others),
    rowTitle: titles.row,
    columnTitle: `axes 1 to ${shape.length - 1}`,
    wrapped: false,
    note: `Rows are axis 0. Along each row lie ${axes}, the last one running fastest.`,
    size,
  };
}

function wrapAt(size: number): number {
  if (size <= longestRow) return Math.max(1, size);
  const wanted = Math.sqrt(size * 3);
  return [20, 40, 50, 100, 200, 500, 1000].find((length) => length >= wanted) ?? 1000;
}

export interface AxisTitles {
  readonly row: string;
  readonly column: string;
  readonly vector: string;
}

const unknownTitles: AxisTitles = { row: 'axis 0', column: 'axis 1', vector: 'component' };

/**
 * Names the axes of a weight matrix where its bias tells which one runs over units: the bias has as many
 * components as there are units. Square matrices stay "axis 0, axis 1".
 */
export function axisTitles(tensor: TensorReport, tensors: readonly TensorReport[]): AxisTitles {
  const partner = partnerOf(tensor.name);
  const other = partner && tensors.find((candidate) => candidate.name === partner);
  if (!other) return unknownTitles;
  if (!isVector(tensor.shape)) {
    if (tensor.shape.length !== 2) return unknownTitles;
    const [rows = 0, columns = 0] = tensor.shape;
    const units = sizeOf(other.shape);
    if (rows === columns) return unknownTitles;
    if (units === rows) return { row: 'unit', column: 'input', vector: 'component' };
    if (units === columns) return { row: 'input', column: 'unit', vector: 'component' };
    return unknownTitles;
  }
  return isVector(other.shape) ? unknownTitles : { ...unknownTitles, vector: 'unit' };
}

function isVector(shape: readonly number[]): boolean {
  return shape.filter((length) => length !== 1).length <= 1;
}

/** W1 ↔ b1, weights.0 ↔ biases.0, weight ↔ bias. */
function partnerOf(name: string): string | null {
  const pairs = [
    ['weights', 'biases'],
    ['weight', 'bias'],
    ['W', 'b'],
    ['w', 'b'],
  ] as const;
  for (const [weight, bias] of pairs) {
    const edge = (word: string) => new RegExp(`(^|[^A-Za-z])${word}(?![A-Za-z])`);
    if (edge(weight).test(name)) return name.replace(edge(weight), `$1${bias}`);
    if (edge(bias).test(name)) return name.replace(edge(bias), `$1${weight}`);
  }
  return null;
}

/** The row-major position of an index, or −1 when it lies outside. */
export function ravel(index: readonly number[], shape: readonly number[]): number {
  if (index.length !== shape.length) return -1;
  let flat = 0;
  for (const [axis, length] of shape.entries()) {
    const at = index[axis] ?? -1;
    if (!(at >= 0 && at < length)) return -1;
    flat = flat * length + at;
  }
  return flat;
}

/** Sizes of the picture: one image pixel is a block of cells, drawn as a rectangle of device pixels. */
export interface Blocks {
  /** Cells in a block. */
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly rows: number;
  readonly columns: number;
  /** Device pixels of a block. */
  readonly width: number;
  readonly height: number;
}

/** Fits the grid into a box of device pixels: square cells where there is room, blocks of cells where there is not. */
export function fitBlocks(grid: Grid, boxWidth: number, boxHeight: number, largest: number): Blocks {
  let blockRows = Math.max(1, Math.ceil(grid.rows / Math.max(1, boxHeight)));
  let blockColumns = Math.max(1, Math.ceil(grid.columns / Math.max(1, boxWidth)));
  if (blockRows > 1 && blockColumns > 1) blockRows = blockColumns = Math.max(blockRows, blockColumns);
  const rows = Math.ceil(grid.rows / blockRows);
  const columns = Math.ceil(grid.columns / blockColumns);
  const width = Math.max(1, Math.min(largest, Math.floor(boxWidth / columns)));
  const height = Math.max(1, Math.min(largest, Math.floor(boxHeight / rows)));
  // Square, unless that makes one side needle-thin: then the short side may be up to four times the long one.
  const edge = Math.min(width, height);
  const stretch = (length: number, cells: number) =>
    Math.min(length, cells * edge < largest * 2 ? edge * 4 : edge);
  return {
    blockRows,
    blockColumns,
    rows,
    columns,
    width: stretch(width, columns),
    height: stretch(height, rows),
  };
}

/** The component that a key leads to; null for other keys. The first key press starts at the first component. */
export function stepped(at: number | null, key: string, far: boolean, grid: Grid): number | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    Home: [0, -Infinity],
    End: [0, Infinity],
    PageUp: [-10, 0],
    PageDown: [10, 0],
  };
  const step = steps[key];
  if (!step) return null;
  if (at === null) return 0;
  const times = far ? 10 : 1;
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const row = clamp(Math.floor(at / grid.columns) + step[0] * times, grid.rows);
  const column = clamp((at % grid.columns) + step[1] * times, grid.columns);
  return Math.min(grid.size - 1, row * grid.columns + column);
}

import type { ArrayStatistics } from '../../src/core/activation/record';
import { isZeroBin, magnitudeQuantiles, magnitudeRange } from './magnitudes';

/**
 * Histograms of all layers as one grid: a column for each layer, rows of equal height in the logarithm of the
 * magnitude, positive values above, negative below, zero and what is smaller than `low` between them.
 */
export interface ValueGrid {
  readonly columns: number;
  readonly rows: number;
  /** Exponents of ten: magnitudes from 10^low to 10^high have rows of their own. */
  readonly low: number;
  readonly high: number;
  readonly rowsPerDecade: number;
  /** Rows × columns; of `total` values. NaN where a layer has no such array. */
  readonly counts: Float64Array;
  /** By column: values that the counts are of, and how many of all its values are not finite. */
  readonly total: Float64Array;
  readonly notFinite: Float64Array;
}

type Statistics = Pick<ArrayStatistics, 'histogram' | 'nan' | 'infinite'>;

/** Rows, at most: more cannot be told apart. */
const mostRows = 160;

/** Shares of the values of a layer that may lie in the row of zero because they are so small. */
const tail = 0.01;

export function valueGrid(layers: readonly (Statistics | null)[], edges: Float64Array): ValueGrid {
  const { low, high } = decades(layers, edges);
  const decadesShown = high - low;
  const rowsPerDecade = [4, 2, 1].find((each) => 2 * each * decadesShown + 1 <= mostRows) ?? 1;
  const half = rowsPerDecade * decadesShown;
  const rows = 2 * half + 1;
  const columns = layers.length;
  const counts = new Float64Array(rows * columns);
  const total = new Float64Array(columns);
  const notFinite = new Float64Array(columns);
  layers.forEach((statistics, column) => {
    if (statistics === null) {
      for (let row = 0; row < rows; row++) counts[row * columns + column] = NaN;
      return;
    }
    notFinite[column] = statistics.nan + statistics.infinite;
    for (const { bin, count } of statistics.histogram) {
      const at = rowOf(bin, edges, low, rowsPerDecade, half) * columns + column;
      counts[at] = counts[at]! + count;
      total[column] = total[column]! + count;
    }
  });
  return { columns, rows, low, high, rowsPerDecade, counts, total, notFinite };
}

/** From the top: the largest positive values are in row 0, zero in the middle. */
function rowOf(bin: number, edges: Float64Array, low: number, rowsPerDecade: number, half: number): number {
  if (isZeroBin(bin, edges)) return half;
  const [from, to] = magnitudeRange(bin, edges);
  // Bins of unequal width lie within quarters of a decade: their middle tells in which.
  const middle =
    Number.isFinite(to) && from > 0 ? (Math.log10(from) + Math.log10(to)) / 2 : Math.log10(from || to);
  const step = Math.floor((middle - low) * rowsPerDecade);
  if (step < 0) return half;
  const away = Math.min(half, step + 1);
  return bin > 0 && edges[bin - 1]! >= 0 ? half - away : half + away;
}

/** Powers of ten between which the magnitudes of all layers lie, but for the smallest of each. */
function decades(
  layers: readonly (Statistics | null)[],
  edges: Float64Array,
): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const statistics of layers) {
    if (statistics === null) continue;
    const [least, most] = magnitudeQuantiles(statistics.histogram, edges, [tail, 1]);
    if (Number.isNaN(least)) continue;
    low = Math.min(low, least!);
    high = Math.max(high, most!);
  }
  if (low === Infinity) return { low: -1, high: 1 };
  const [from, to] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  return { low: from, high: Math.max(to, from + 1) };
}

/** Values of a row: from `from` to `to`, away from zero; both zero for those around it. */
export function rowRange(grid: ValueGrid, row: number): { readonly from: number; readonly to: number } {
  const half = (grid.rows - 1) / 2;
  const away = Math.abs(row - half);
  if (away === 0) return { from: 0, to: 0 };
  const sign = row < half ? 1 : -1;
  const at = (step: number) => sign * 10 ** (grid.low + step / grid.rowsPerDecade);
  return { from: at(away - 1), to: at(away) };
}

/** Where a power of ten stands, as a number of rows from the top; sign −1 for the negative half. */
export function rowPosition(grid: ValueGrid, exponent: number, sign: 1 | -1): number {
  const middle = grid.rows / 2;
  return middle - sign * (0.5 + (exponent - grid.low) * grid.rowsPerDecade);
}

/** RGBA, one pixel for each row and layer: log(1 + count) along the ramp, grey where there is nothing to count. */
export function gridPixels(
  grid: ValueGrid,
  ramp: readonly (readonly [number, number, number])[],
  missing: readonly [number, number, number],
): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns, counts, total } = grid;
  const most = Math.log1p(total.reduce((a, b) => Math.max(a, b), 1));
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  for (let i = 0; i < counts.length; i++) {
    const column = i % columns;
    // Layers with fewer values than others are as dark as if they had as many.
    const scale = total[column]! > 0 ? Math.expm1(most) / total[column]! : 0;
    const count = counts[i]!;
    const empty = Number.isNaN(count) || (total[column] === 0 && grid.notFinite[column]! > 0);
    const colour = empty ? missing : ramp[Math.round((Math.log1p(count * scale) / most) * 255)]!;
    pixels.set([colour[0], colour[1], colour[2], 255], 4 * i);
  }
  return pixels;
}

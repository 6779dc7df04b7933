import { longestSlice, type ArrayStatistics } from '../../core/activation/record';
import type { Place } from '../../core/place';
import type { WireRecord } from '../../protocol/host';
import { encodeBlock } from '../wire';
import type { SeenArray } from './arrayOf';
import { statisticsOf } from './statistics';

/** Bytes of rows and columns, over all records. */
const room = 64 * 1024 * 1024;

/** What a record says of an array, besides where it was made. */
export type Contents = Omit<WireRecord, 'place' | 'target'>;

/** Takes statistics and slices of arrays, until there is no more room for slices. */
export class Recording {
  #left = room;

  constructor(private readonly edges: Float64Array) {}

  contents({ shape, dtype, values }: SeenArray): Contents {
    const statistics = statisticsOf(values, shape, this.edges);
    const { rows, columns } = slicesOf(values, shape);
    const bytes = 8 * [...rows, ...columns].reduce((total, slice) => total + slice.length, 0);
    const fits = bytes <= this.#left;
    if (fits) this.#left -= bytes;
    return {
      shape,
      dtype,
      moments: encodeBlock(momentsOf(statistics)),
      zeroSlices: statistics.zeroSlices,
      percentiles: encodeBlock(statistics.percentiles),
      bins: statistics.histogram.map(({ bin }) => bin),
      counts: statistics.histogram.map(({ count }) => count),
      rows: fits ? rows.map(encodeBlock) : [],
      columns: fits ? columns.map(encodeBlock) : [],
    };
  }

  record(array: SeenArray, place: Place | null, target: string | null): WireRecord {
    return { place, target, ...this.contents(array) };
  }
}

function momentsOf(of: ArrayStatistics): number[] {
  const { count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled } = of;
  return [count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled];
}

function slicesOf(values: Float64Array, shape: readonly number[]) {
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2) return { rows: [values.subarray(0, longestSlice)], columns: [] };
  const rows = firstTwo(height).map((row) =>
    values.subarray(row * width, row * width + Math.min(width, longestSlice)),
  );
  const columns = firstTwo(width).map((column) =>
    Float64Array.from({ length: Math.min(height, longestSlice) }, (_, row) => values[row * width + column]!),
  );
  return { rows, columns };
}

function firstTwo(length: number): readonly number[] {
  return length < 2 ? [0] : [0, 1];
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExampleSample } from '../../core/normalization/sample';
import type { SplitStatistics } from '../../core/normalization/splitStatistics';
import { createSampler } from '../../core/normalization/statistics/sampler';
import {
  bytesPerFeature,
  createStatistics,
  type StatisticsAccumulator,
} from '../../core/normalization/statistics/statistics';
import { tableSize, type View } from '../../core/normalization/view';
import type { DataArray } from '../../data/table';
import { featuresOfBlock } from './blocks';
import { Gather } from './gather';
import { joined } from './joined';

export interface Reading {
  readonly view: View;
  /** Seed of the sample of examples; null for none. */
  readonly seed: number | null;
  readonly signal: AbortSignal;
  /** Told now and then: the share that was read, or null where that is not known, and the examples so far. */
  readonly onRead: (share: number | null, examples: number) => void;
}

export interface ReadArray {
  readonly statistics: SplitStatistics;
  readonly sample: ExampleSample | null;
}

/** Bytes for what is gathered of all features that are taken in one pass. */
const budget = 50e6;
/** Features that are taken together, so that none of the steps is long. */
const together = 2000;
/** Milliseconds of work before others get their turn. */
const turn = 30;

/** Statistics and a sample of an array in constant memory. Very wide arrays are read several times, some features each. */
export async function readArray(array: DataArray, reading: Reading): Promise<ReadArray> {
  const { view, seed, signal } = reading;
  const { features, examples } = sizeOf(array, view);
  const atOnce = Math.max(1, Math.floor(budget / bytesPerFeature(examples ?? 1e7)));
  const passes = Math.max(1, Math.ceil(features / atOnce));
  const sampler = seed === null ? null : createSampler(features, examples, seed);
  const parts: SplitStatistics[] = [];
  const total = examples === null ? null : examples * features * passes;
  let done = 0;
  let seen = 0;
  let since = performance.now();
  for (let pass = 0; pass < passes; pass++) {
    const from = pass * atOnce;
    const to = Math.min(features, from + atOnce);
    const groups = groupsOf(from, to, precisionOf(array.dtype));
    for await (const block of array.blocks(view, signal)) {
      signal.throwIfAborted();
      if (pass === 0) sampler?.add(block);
      for (const group of groups) {
        const own = featuresOfBlock(block, group.from, group.to);
        if (own !== null) group.gather.add(own);
      }
      done += block.examples * block.features;
      seen = Math.max(seen, block.firstExample + block.examples);
      if (performance.now() - since < turn) continue;
      reading.onRead(total === null ? null : done / total, seen);
      await nextTurn();
      since = performance.now();
    }
    for (const { statistics, gather } of groups) {
      gather.flush();
      parts.push(statistics.finish());
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  signal.throwIfAborted();
  return { statistics: joined(parts), sample: sampler?.finish() ?? null };
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly statistics: StatisticsAccumulator;
  readonly gather: Gather;
}

function groupsOf(from: number, to: number, unitRoundoff: number): readonly Group[] {
  return Array.from({ length: Math.ceil((to - from) / together) }, (_, at) => {
    const first = from + at * together;
    const last = Math.min(to, first + together);
    const statistics = createStatistics(last - first, { unitRoundoff });
    const gather = new Gather(last - first, (block) => statistics.add(block));
    return { from: first, to: last, statistics, gather };
  });
}

/** Examples are null of a text file, whose rows are counted as they are read. */
export function sizeOf(
  { shape }: Pick<DataArray, 'shape'>,
  view: View,
): { readonly features: number; readonly examples: number | null } {
  if (!shape.includes(null)) return tableSize(shape as readonly number[], view);
  return { examples: null, features: (shape.slice(1) as number[]).reduce((a, b) => a * b, 1) };
}

/** Whole numbers and text are exact in float64. */
function precisionOf(dtype: string): number {
  return dtype === 'float32' ? 2 ** -24 : dtype === 'float16' ? 2 ** -11 : 2 ** -53;
}

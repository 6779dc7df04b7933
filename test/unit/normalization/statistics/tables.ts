import type { Block } from '../../../../src/core/normalization/block';
import type { SplitStatistics } from '../../../../src/core/normalization/splitStatistics';
import {
  createStatistics,
  type StatisticsAccumulator,
} from '../../../../src/core/normalization/statistics/statistics';

/** One array of values per feature, all of the same length. */
export type Table = readonly (readonly number[] | Float64Array)[];

/** A part of a table's examples, all features. */
export function blockOf(table: Table, from: number, to: number, major: Block['major']): Block {
  const examples = to - from;
  const features = table.length;
  const values = new Float64Array(examples * features);
  table.forEach((column, feature) => {
    for (let i = 0; i < examples; i++)
      values[major === 'examples' ? i * features + feature : feature * examples + i] = column[from + i]!;
  });
  return { firstExample: from, examples, firstFeature: 0, features, major, values };
}

/** Of the whole table; cut before the examples `cuts`. */
export function gathered(
  table: Table,
  cuts: readonly number[] = [],
  major: Block['major'] = 'examples',
): StatisticsAccumulator {
  const examples = table[0]?.length ?? 0;
  const statistics = createStatistics(table.length);
  const ends = [0, ...[...cuts].sort((a, b) => a - b), examples];
  for (let at = 1; at < ends.length; at++) statistics.add(blockOf(table, ends[at - 1]!, ends[at]!, major));
  return statistics;
}

export function statisticsOf(table: Table): SplitStatistics {
  return gathered(table).finish();
}

/** The count of each bin of a feature. */
export function binsOf({ histogram }: SplitStatistics, feature = 0): readonly number[] {
  const { bins, counts } = histogram;
  return [...counts.subarray(feature * bins, (feature + 1) * bins)];
}

import { createStatistics } from '../../../../../src/core/normalization/statistics/statistics';
import type { SplitStatistics } from '../../../../../src/core/normalization/splitStatistics';

/** Statistics of a whole table in memory, one array per feature, gathered as those of a file are. */
export function statisticsOf(columns: readonly ArrayLike<number>[]): SplitStatistics {
  const examples = columns[0]?.length ?? 0;
  const gathered = createStatistics(columns.length);
  columns.forEach((column, firstFeature) => {
    const values = Float64Array.from(column);
    gathered.add({ firstExample: 0, examples, firstFeature, features: 1, major: 'examples', values });
  });
  return gathered.finish();
}

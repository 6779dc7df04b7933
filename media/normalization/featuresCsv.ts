import { quantileLevels } from '../../src/core/normalization/splitStatistics';
import { csv } from '../shared/csv';
import { type Features, quantilesOf } from './features';
import { kindWord } from './words';

/** The table of features for a spreadsheet: a row for each feature and split, full precision, plain numbers. */
export function featuresCsv(features: Features, order: Uint32Array): string {
  const header = [
    'feature',
    'name',
    'kind',
    'split',
    'count',
    'missing',
    'infinite',
    'mean',
    'standard deviation',
    'minimum',
    ...quantileLevels.map((level) => `quantile ${level}`),
    'maximum',
  ];
  const rows: (string | number)[][] = [header];
  for (const j of order)
    for (const { name, statistics } of features.splits)
      rows.push([
        j,
        features.name(j),
        kindWord(features.kind(j)).word,
        name,
        statistics.count[j]!,
        statistics.missing[j]!,
        statistics.infinite[j]!,
        statistics.mean[j]!,
        Math.sqrt(statistics.variance[j]!),
        statistics.minimum[j]!,
        ...quantilesOf(statistics, j),
        statistics.maximum[j]!,
      ]);
  return csv(rows);
}

import type { SplitStatistics } from '../splitStatistics';
import type { OverallKind } from '../verdicts';
import { groupOf } from './groups';

export interface Scales {
  readonly spread: number;
  readonly severity: OverallKind['severity'];
  readonly least: number;
  readonly most: number;
}

/**
 * How far the scales of features are apart. It is severe only if the ranges are as far apart as the deviations, and
 * the features do not share a unit: a pixel that is hardly ever on has a small σ, and needs no scaling of its own.
 */
export function scalesOf(statistics: SplitStatistics, varying: readonly number[]): Scales {
  const { variance, minimum, maximum } = statistics;
  let [least, most, narrow, wide] = [Infinity, 0, Infinity, 0];
  for (const feature of varying) {
    const sigma = Math.sqrt(variance[feature]!);
    const range = maximum[feature]! - minimum[feature]!;
    [least, most] = [Math.min(least, sigma), Math.max(most, sigma)];
    [narrow, wide] = [Math.min(narrow, range), Math.max(wide, range)];
  }
  if (varying.length < 2)
    return { spread: 1, severity: 'none', least: varying.length === 0 ? 0 : least, most };
  const spread = most / least;
  const shared = varying.length >= 16 && groupOf(statistics, varying).sharing >= 0.3;
  const apart = Math.min(spread, wide / narrow);
  const severity = apart >= 30 && !shared ? 'severe' : apart >= 3 ? 'mild' : 'none';
  return { spread, severity, least, most };
}

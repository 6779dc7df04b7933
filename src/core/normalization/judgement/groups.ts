import { constancies, quantileLevels, type SplitStatistics } from '../splitStatistics';

/** What is known of the values of some features taken together. */
export interface Group {
  readonly count: number;
  readonly features: number;
  readonly mean: number;
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Share of the features that reach down to the smallest value, or up to the largest: high where they share a unit. */
  readonly sharing: number;
}

/** Indices of the features with values, and of those that vary. */
export function featuresOf(statistics: SplitStatistics): {
  readonly filled: readonly number[];
  readonly varying: readonly number[];
} {
  const filled: number[] = [];
  const varying: number[] = [];
  for (let feature = 0; feature < statistics.features; feature++) {
    const kind = constancies[statistics.constancy[feature]!];
    if (kind !== 'empty') filled.push(feature);
    if (kind === 'varying') varying.push(feature);
  }
  return { filled, varying };
}

export function groupOf(statistics: SplitStatistics, features: readonly number[]): Group {
  const { count, mean, variance, minimum, maximum } = statistics;
  let [total, sum, low, high] = [0, 0, Infinity, -Infinity];
  for (const feature of features) {
    total += count[feature]!;
    sum += count[feature]! * mean[feature]!;
    low = Math.min(low, minimum[feature]!);
    high = Math.max(high, maximum[feature]!);
  }
  const centre = sum / total;
  let squares = 0;
  let [atLow, atHigh] = [0, 0];
  const near = 1e-5 * (high - low);
  for (const feature of features) {
    squares += count[feature]! * (variance[feature]! + (mean[feature]! - centre) ** 2);
    atLow += Number(minimum[feature]! - low <= near);
    atHigh += Number(high - maximum[feature]! <= near);
  }
  return {
    count: total,
    features: features.length,
    mean: centre,
    deviation: Math.sqrt(squares / total),
    minimum: low,
    maximum: high,
    sharing: Math.max(atLow, atHigh) / features.length,
  };
}

/**
 * True if (x·scale + offset)·255 is whole for all extremes of these features, not only for the ends of the range, or for
 * half of their quantiles, which may lie between two values: the values were bytes.
 */
export function wereBytes(
  { minimum, maximum, quantiles }: SplitStatistics,
  features: readonly number[],
  scale: number,
  offset: number,
): boolean {
  const levels = quantileLevels.length;
  const extremes = { inside: 0, whole: 0 };
  const between = { inside: 0, whole: 0 };
  const fits = (value: number, tally: { inside: number; whole: number }): boolean => {
    const byte = (value * scale + offset) * 255;
    if (byte < -0.01 || byte > 255.01) return false;
    if (byte < 0.5 || byte > 254.5) return true;
    tally.inside += 1;
    tally.whole += Number(Math.abs(byte - Math.round(byte)) < 1e-3);
    return true;
  };
  for (const feature of features) {
    if (!fits(minimum[feature]!, extremes) || !fits(maximum[feature]!, extremes)) return false;
    for (let at = 0; at < levels; at++) fits(quantiles[feature * levels + at]!, between);
  }
  if (extremes.whole < 0.95 * extremes.inside) return false;
  return extremes.inside >= 6 || (between.inside >= 8 && between.whole >= 0.5 * between.inside);
}

import { constancies, quantileLevels, type SplitStatistics } from '../splitStatistics';

/** What is known of the values of some features taken together. */
export interface Group {
  readonly count: number;
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
    mean: centre,
    deviation: Math.sqrt(squares / total),
    minimum: low,
    maximum: high,
    sharing: Math.max(atLow, atHigh) / features.length,
  };
}

/**
 * True if (x·scale + offset)·255 is whole for all extremes and nearly all quantiles of these features, and not only
 * for the ends of the range: the values were bytes.
 */
export function wereBytes(
  { minimum, maximum, quantiles }: SplitStatistics,
  features: readonly number[],
  scale: number,
  offset: number,
): boolean {
  const levels = quantileLevels.length;
  let [inside, whole] = [0, 0];
  for (const feature of features) {
    const values = [
      minimum[feature]!,
      maximum[feature]!,
      ...quantiles.subarray(feature * levels, (feature + 1) * levels),
    ];
    for (const value of values) {
      const byte = (value * scale + offset) * 255;
      const off = Math.abs(byte - Math.round(byte));
      if (byte < -0.01 || byte > 255.01) return false;
      if (byte < 0.5 || byte > 254.5) continue;
      inside += 1;
      whole += Number(off < 1e-3);
    }
  }
  return inside >= 4 && whole >= 0.95 * inside;
}

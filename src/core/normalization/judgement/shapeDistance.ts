import type { SplitStatistics } from '../splitStatistics';

/**
 * The Kolmogorov–Smirnov distance max |F_a − F_b| of a feature, as far as the histograms prove it: between the edges of
 * bins a distribution function is known only to lie between its values there, so this is never too large.
 */
export function shapeDistance(a: SplitStatistics, b: SplitStatistics, feature: number): number {
  const [left, right] = [boundsOf(a, feature), boundsOf(b, feature)];
  let distance = 0;
  for (const x of [...left.middles, ...right.middles]) {
    const [one, other] = [left.at(x), right.at(x)];
    distance = Math.max(distance, one[0] - other[1], other[0] - one[1]);
  }
  return distance;
}

interface Bounds {
  /** Of the bins: a value on an edge may have been counted on either side of it by rounding. */
  readonly middles: readonly number[];
  /** Between which F(x) lies. */
  at(x: number): readonly [low: number, high: number];
}

function boundsOf({ histogram, count, minimum, maximum }: SplitStatistics, feature: number): Bounds {
  const { bins, from, width, counts } = histogram;
  const [start, step, total] = [from[feature]!, width[feature]!, count[feature]!];
  const below = [0];
  for (let bin = 0; bin < bins; bin++) below.push(below[bin]! + counts[feature * bins + bin]! / total);
  const middles = Array.from({ length: bins }, (_, bin) => start + (bin + 0.5) * step);
  return {
    middles,
    at: (x) => {
      if (x < minimum[feature]!) return [0, 0];
      if (x >= maximum[feature]!) return [1, 1];
      if (!(step > 0)) return [0, 1];
      const place = (x - start) / step;
      const low = Math.min(bins, Math.max(0, Math.floor(place - 1e-6)));
      const high = Math.min(bins, Math.max(0, Math.ceil(place + 1e-6)));
      return [below[low]!, below[high]!];
    },
  };
}

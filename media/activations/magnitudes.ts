import type { ArrayStatistics } from '../../src/core/activation/record';

/** What histograms over symmetric edges tell of magnitudes. */

type Histogram = ArrayStatistics['histogram'];

/** [low, high) of a bin: bin i holds edges[i − 1] ≤ x < edges[i]; the outermost are open. */
export function binRange(bin: number, edges: Float64Array): readonly [low: number, high: number] {
  return [bin === 0 ? -Infinity : edges[bin - 1]!, bin === edges.length ? Infinity : edges[bin]!];
}

/** True for the bin of exact zeros, [0, smallest number). */
export function isZeroBin(bin: number, edges: Float64Array): boolean {
  return bin > 0 && edges[bin - 1] === 0;
}

/** [low, high] of the magnitudes of a bin that is not that of zero. */
export function magnitudeRange(bin: number, edges: Float64Array): readonly [low: number, high: number] {
  const [low, high] = binRange(bin, edges);
  return low < 0 ? [Math.max(0, -high), -low] : [low, high];
}

/**
 * Quantiles of |x| of the values that are not zero, positive and negative ones together; within a bin, as if they were
 * spread evenly over the logarithm. NaN where all are zero.
 */
export function magnitudeQuantiles(
  histogram: Histogram,
  edges: Float64Array,
  levels: readonly number[],
): number[] {
  const folded = new Map<number, { high: number; count: number }>();
  for (const { bin, count } of histogram) {
    if (isZeroBin(bin, edges)) continue;
    const [low, high] = magnitudeRange(bin, edges);
    const there = folded.get(low);
    if (there) there.count += count;
    else folded.set(low, { high, count });
  }
  const bins = [...folded]
    .map(([low, { high, count }]) => ({ low, high, count }))
    .sort((a, b) => a.low - b.low);
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return levels.map((level) => {
    if (total === 0) return NaN;
    let before = 0;
    for (const { low, high, count } of bins) {
      if (before + count >= level * total) return between(low, high, (level * total - before) / count);
      before += count;
    }
    return bins.at(-1)!.low;
  });
}

/** A share of the way from low to high on a logarithmic scale; the end that is known of a bin without a second one. */
function between(low: number, high: number, share: number): number {
  if (!(low > Number.MIN_VALUE)) return Number.isFinite(high) ? high : low;
  if (!Number.isFinite(high)) return low;
  return low * (high / low) ** Math.min(1, Math.max(0, share));
}

import { basisPoints, type ArrayStatistics } from '../record';

/**
 * Statistics of several arrays taken together. Moments, extremes and counts are exact, to round-off; the histogram is
 * weighted by the number of values each was taken from, and the percentiles are read off it, so that they are right to
 * the width of a bin.
 *
 * @param edges of the histograms
 * @param examplesAxis along which the arrays are put together; indices that are all zero add up along it, and of the other
 *   axes no more can be all zero than in the array with the fewest
 */
export function mergeStatistics(
  all: readonly ArrayStatistics[],
  edges: Float64Array,
  examplesAxis: number | null = null,
): ArrayStatistics {
  if (all.length === 1) return all[0]!;
  const sum = (of: (one: ArrayStatistics) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  const finite = (one: ArrayStatistics): number => one.count - one.nan - one.infinite;
  const counted = all.filter((one) => finite(one) > 0);
  const values = counted.reduce((total, one) => total + finite(one), 0);
  const mean = counted.reduce((total, one) => total + one.mean * (finite(one) / values), 0);
  const histogram = mergedHistogram(all);
  const merged = counted.length > 0;
  return {
    count: sum((one) => one.count),
    nan: sum((one) => one.nan),
    infinite: sum((one) => one.infinite),
    zeros: sum((one) => one.zeros),
    mean: merged ? mean : NaN,
    rms: merged ? rootMeanSquare(counted.map((one) => [one.rms, finite(one) / values])) : NaN,
    deviation: merged
      ? rootMeanSquare(
          counted.map((one) => [Math.hypot(one.deviation, one.mean - mean), finite(one) / values]),
        )
      : NaN,
    least: merged ? Math.min(...counted.map(({ least }) => least)) : NaN,
    greatest: merged ? Math.max(...counted.map(({ greatest }) => greatest)) : NaN,
    zeroSlices: mergedZeroSlices(all, examplesAxis),
    percentiles: merged
      ? percentilesOf(counted, histogram, edges)
      : new Float64Array(basisPoints.length).fill(NaN),
    sampled: sum((one) => one.sampled),
    histogram,
  };
}

/** √Σ share·x², without overflow of squares. */
function rootMeanSquare(terms: readonly (readonly [number, number])[]): number {
  const largest = Math.max(...terms.map(([x]) => x));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(terms.reduce((total, [x, share]) => total + share * (x / largest) ** 2, 0));
}

function mergedZeroSlices(all: readonly ArrayStatistics[], examplesAxis: number | null): number[] {
  return all[0]!.zeroSlices.map((_, axis) => {
    const counts = all.map(({ zeroSlices }) => zeroSlices[axis] ?? 0);
    return axis === examplesAxis ? counts.reduce((a, b) => a + b, 0) : Math.min(...counts);
  });
}

/** Counts as if each array had been sampled as densely as the one that was sampled most. */
function mergedHistogram(all: readonly ArrayStatistics[]): { bin: number; count: number }[] {
  const density = Math.max(...all.map(({ sampled, count }) => (count > 0 ? sampled / count : 0)));
  const counts = new Map<number, number>();
  for (const { histogram, sampled, count } of all) {
    const weight = sampled > 0 ? (density * count) / sampled : 0;
    for (const { bin, count: held } of histogram) counts.set(bin, (counts.get(bin) ?? 0) + weight * held);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([bin, count]) => ({ bin, count: Math.round(count) }));
}

/** Where the cumulative histogram passes each basis point, linear within a bin. */
function percentilesOf(
  all: readonly ArrayStatistics[],
  histogram: readonly { readonly bin: number; readonly count: number }[],
  edges: Float64Array,
): Float64Array {
  const least = Math.min(...all.map((one) => one.least));
  const greatest = Math.max(...all.map((one) => one.greatest));
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  return Float64Array.from(basisPoints, (points) => {
    const wanted = (points / 10_000) * total;
    let below = 0;
    for (const { bin, count } of histogram) {
      if (below + count >= wanted && count > 0) {
        const low = Math.max(least, edges[bin - 1] ?? -Infinity);
        const high = Math.min(greatest, edges[bin] ?? Infinity);
        return low + (high - low) * ((wanted - below) / count);
      }
      below += count;
    }
    return greatest;
  });
}

import type { ArrayStatistics } from '../record';

/**
 * Share of the sampled values in [low, high), from a histogram; of a bin that an end cuts, the part that lies within it.
 * NaN without values.
 *
 * @param edges k numbers, ascending: bin i holds edges[i − 1] ≤ x < edges[i]
 */
export function shareBetween(
  { histogram, sampled }: ArrayStatistics,
  edges: Float64Array,
  low: number,
  high: number,
): number {
  let inside = 0;
  for (const { bin, count } of histogram) {
    const from = bin === 0 ? -Infinity : edges[bin - 1]!;
    const to = bin === edges.length ? Infinity : edges[bin]!;
    inside += count * part(from, to, low, high);
  }
  return inside / sampled;
}

/** How much of [from, to) lies in [low, high). */
function part(from: number, to: number, low: number, high: number): number {
  if (from >= low && to <= high) return 1;
  if (to <= low || from >= high) return 0;
  const width = to - from;
  return Number.isFinite(width) ? (Math.min(to, high) - Math.max(from, low)) / width : 0;
}

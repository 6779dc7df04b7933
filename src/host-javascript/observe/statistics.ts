import { basisPoints, sampledValues, type ArrayStatistics } from '../../core/activation/record';

/**
 * Statistics of an array in float64.
 * @param values all of them, row-major; @param edges of the histogram, ascending.
 */
export function statisticsOf(
  values: Float64Array,
  shape: readonly number[],
  edges: Float64Array,
): ArrayStatistics {
  const moments = momentsOf(values);
  const sample = sampleOf(values);
  const finite = finiteOf(sample, moments).sort();
  return {
    count: values.length,
    ...moments,
    zeroSlices: moments.zeros === 0 ? shape.map(() => 0) : zeroSlices(values, shape),
    percentiles: Float64Array.from(basisPoints, (point) => percentile(finite, point / 10_000)),
    sampled: sample.length,
    histogram: histogramOf(finite, edges),
  };
}

type Moments = Pick<
  ArrayStatistics,
  'nan' | 'infinite' | 'zeros' | 'mean' | 'rms' | 'deviation' | 'least' | 'greatest'
>;

/** In one pass, from sums of differences from the first finite value; where these lose digits, in two passes more. */
function momentsOf(values: Float64Array): Moments {
  const shift = firstFinite(values);
  let nan = 0;
  let infinite = 0;
  let zeros = 0;
  let least = Infinity;
  let greatest = -Infinity;
  let total = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (x - x !== 0) {
      if (x !== x) nan++;
      else infinite++;
      continue;
    }
    if (x === 0) zeros++;
    if (x < least) least = x;
    if (x > greatest) greatest = x;
    const difference = x - shift;
    total += difference;
    squares += difference * difference;
  }
  const count = values.length - nan - infinite;
  const counts = { nan, infinite, zeros };
  if (count === 0) return { ...counts, mean: NaN, rms: NaN, deviation: NaN, least: NaN, greatest: NaN };
  const range = { least, greatest };
  // Σ(x − mean)² = Σ(x − shift)² − n·(mean − shift)²
  const spread = squares - (total / count) * total;
  const exact = spread > 0.01 * squares && squares > 1e-250 && squares < 1e250;
  if (!exact) return { ...counts, ...range, ...momentsInTwoPasses(values, range, count) };
  const mean = shift + total / count;
  const deviation = Math.sqrt(spread / count);
  return { ...counts, ...range, mean, rms: Math.hypot(deviation, mean), deviation };
}

function firstFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) return values[i]!;
  return 0;
}

/** Divided by a power of two near the largest magnitude, no square leaves the range of numbers. */
function momentsInTwoPasses(
  values: Float64Array,
  { least, greatest }: Pick<Moments, 'least' | 'greatest'>,
  count: number,
): Pick<Moments, 'mean' | 'rms' | 'deviation'> {
  const scale = powerOfTwo(Math.max(-least, greatest));
  const complete = count === values.length;
  const mean = least === greatest ? least / scale : sum(values, scale, 0, 1, complete) / count;
  const deviation = Math.sqrt(sum(values, scale, mean, 2, complete) / count);
  // Σx² = Σ(x − mean)² + n·mean²
  return { mean: mean * scale, rms: Math.hypot(deviation, mean) * scale, deviation: deviation * scale };
}

/** Σ(x/scale − centre)^power of the finite values. */
function sum(values: Float64Array, scale: number, centre: number, power: 1 | 2, complete: boolean): number {
  const factor = 1 / scale;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (!complete && x - x !== 0) continue;
    const difference = x * factor - centre;
    total += power === 1 ? difference : difference * difference;
  }
  return total;
}

/** By which dividing is exact and cannot overflow. */
function powerOfTwo(size: number): number {
  return size === 0 ? 1 : 2 ** Math.max(-1021, Math.min(1022, Math.floor(Math.log2(size))));
}

/** Up to so many values all are taken, then a part. */
const all = 2048;
const part = 32;

/** Values at equal steps. The step shares no factor with the count, so that all indices of each axis come in turn. */
function sampleOf(values: Float64Array): Float64Array {
  const { length } = values;
  const most = Math.max(all, Math.min(sampledValues, Math.floor(length / part)));
  let step = Math.ceil(length / most);
  while (step > 1 && commonDivisor(step, length) > 1) step++;
  if (step === 1) return values;
  const sample = new Float64Array(Math.ceil(length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * step]!;
  return sample;
}

/** A copy of the finite values. */
function finiteOf(sample: Float64Array, { nan, infinite }: Moments): Float64Array {
  return nan + infinite === 0 ? sample.slice() : sample.filter(Number.isFinite);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Between the two nearest of ascending values. */
function percentile(ordered: Float64Array, probability: number): number {
  if (ordered.length === 0) return NaN;
  const at = probability * (ordered.length - 1);
  const lower = ordered[Math.floor(at)]!;
  const upper = ordered[Math.ceil(at)]!;
  const share = at - Math.floor(at);
  return lower === upper ? lower : lower * (1 - share) + upper * share;
}

/** Counts of ascending values; bin i holds edges[i − 1] ≤ x < edges[i]. */
function histogramOf(ordered: Float64Array, edges: Float64Array): { bin: number; count: number }[] {
  const bins: { bin: number; count: number }[] = [];
  for (let at = 0; at < ordered.length;) {
    const bin = edgesUpTo(ordered[at]!, edges);
    const end = edges[bin] ?? Infinity;
    let next = at + 1;
    while (next < ordered.length && ordered[next]! < end) next++;
    bins.push({ bin, count: next - at });
    at = next;
  }
  return bins;
}

/** How many edges are at most x. */
function edgesUpTo(x: number, edges: Float64Array): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For each axis, how many of its indices hold only zeros. */
function zeroSlices(values: Float64Array, shape: readonly number[]): number[] {
  let inner = values.length;
  return shape.map((length) => {
    const outer = inner;
    inner /= length;
    let zero = 0;
    for (let index = 0; index < length; index++) if (isZero(values, index * inner, inner, outer)) zero++;
    return zero;
  });
}

/** True if all blocks of `size` values, from `start` on at each `step`, hold only zeros; most end at the first number. */
function isZero(values: Float64Array, start: number, size: number, step: number): boolean {
  for (let from = start; from < values.length; from += step)
    for (let i = from; i < from + size; i++) if (values[i] !== 0) return false;
  return true;
}

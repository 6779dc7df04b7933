import { basisPoints, sampledValues, type ArrayStatistics } from '../record';

/**
 * Statistics of an array in row-major order, as a host takes them of the arrays of a run.
 *
 * @param most values to take percentiles and histogram from
 */
export function statisticsOf(
  values: Float64Array,
  shape: readonly number[],
  edges: Float64Array,
  most: number = sampledValues,
): ArrayStatistics {
  const sample = sampleOf(values, most);
  return {
    ...moments(values),
    zeroSlices: shape.map((_, axis) => zeroSlices(values, shape, axis)),
    percentiles: Float64Array.from(basisPoints, (points) => percentile(sample.sorted, points / 10_000)),
    sampled: sample.taken,
    histogram: histogramOf(sample.sorted, edges),
  };
}

type Moments = Omit<ArrayStatistics, 'zeroSlices' | 'percentiles' | 'sampled' | 'histogram'>;

function moments(values: Float64Array): Moments {
  let [nan, infinite, zeros, sum] = [0, 0, 0, 0];
  let least = Infinity;
  let greatest = -Infinity;
  for (const x of values) {
    if (x - x !== 0) {
      if (x !== x) nan++;
      else infinite++;
      continue;
    }
    if (x === 0) zeros++;
    if (x < least) least = x;
    if (x > greatest) greatest = x;
    sum += x;
  }
  const count = values.length;
  const finite = count - nan - infinite;
  const counts = { count, nan, infinite, zeros };
  if (finite === 0) {
    return { ...counts, mean: NaN, rms: NaN, deviation: NaN, least: NaN, greatest: NaN };
  }
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  if (largest === 0) return { ...counts, mean: 0, rms: 0, deviation: 0, least, greatest };
  // By a power of two, which changes no digit; squares then neither overflow nor vanish.
  const unit = powerOfTwo(largest);
  if (!Number.isFinite(sum)) sum = sumIn(values, unit);
  else sum /= unit;
  const mean = sum / finite;
  let square = 0;
  let spread = 0;
  for (const x of values) {
    if (x - x !== 0) continue;
    const scaled = x / unit;
    square += scaled * scaled;
    spread += (scaled - mean) * (scaled - mean);
  }
  const rms = Math.sqrt(square / finite) * unit;
  const deviation = Math.sqrt(spread / finite) * unit;
  return { ...counts, mean: mean * unit, rms, deviation, least, greatest };
}

function sumIn(values: Float64Array, unit: number): number {
  let sum = 0;
  for (const x of values) if (x - x === 0) sum += x / unit;
  return sum;
}

/** The power of two next below a positive number; of numbers too small to divide by it, the smallest one that will do. */
function powerOfTwo(x: number): number {
  return 2 ** Math.max(-1022, Math.floor(Math.log2(x)));
}

/** Indices of an axis that hold only zeros. */
function zeroSlices(values: Float64Array, shape: readonly number[], axis: number): number {
  const length = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((size, one) => size * one, 1);
  const block = length * inner;
  let slices = 0;
  for (let index = 0; index < length; index++) {
    let zero = true;
    for (let outer = index * inner; zero && outer < values.length; outer += block) {
      for (let i = outer; zero && i < outer + inner; i++) zero = values[i] === 0;
    }
    if (zero) slices++;
  }
  return slices;
}

/** Finite values, ascending, of some that are spread evenly over the array. */
function sampleOf(
  values: Float64Array,
  most: number,
): { readonly sorted: Float64Array; readonly taken: number } {
  const taken = Math.min(values.length, most);
  const sample = new Float64Array(taken);
  let finite = 0;
  for (let i = 0; i < taken; i++) {
    const x = values[Math.floor((i * values.length) / taken)]!;
    if (x - x === 0) sample[finite++] = x;
  }
  return { sorted: sample.subarray(0, finite).sort(), taken };
}

/** Linear between the two values around it. */
function percentile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

/** Bin i holds edges[i − 1] ≤ x < edges[i]. */
function histogramOf(sorted: Float64Array, edges: Float64Array): ArrayStatistics['histogram'] {
  const histogram: { bin: number; count: number }[] = [];
  let at = 0;
  let bin = 0;
  while (at < sorted.length) {
    bin = binOf(sorted[at]!, edges, bin);
    const edge = edges[bin] ?? Infinity;
    const from = at;
    while (at < sorted.length && sorted[at]! < edge) at++;
    histogram.push({ bin, count: at - from });
  }
  return histogram;
}

/** The number of edges that are at most x, of which `from` are known to be. */
function binOf(x: number, edges: Float64Array, from: number): number {
  let low = from;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

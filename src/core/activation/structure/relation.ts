import type { ActivationFunction, RecognizedActivation } from '../network';
import { recognizeActivation } from '../recognition/recognizeActivation';
import type { ArrayRecord } from '../record';
import { roundOffOf, sameShape, sameValues, viewsOf } from './views';

/** How an array comes from another of the same shape; the function is null where the values leave several open. */
export interface Relation {
  readonly activation: RecognizedActivation | null;
}

/** Values of a row or column that are compared. */
const compared = 96;
/** Share of a probability that round-off may take. */
const mostLost = 0.01;

/** A = φ(Z), by the values; null if no function is known that gives it. */
export function relationOf(z: ArrayRecord, a: ArrayRecord, unitsAxis: number | null): Relation | null {
  if (!sameShape(z, a)) return null;
  const [before, after] = pairedValues(z, a);
  if (before.length === 0) return null;
  if (unitsAxis !== null && isSoftmax(z, a, unitsAxis))
    return { activation: { name: 'softmax', parameter: null, from: 'values' } };
  const found = recognizeActivation(before, after);
  if (found !== null) return { activation: { ...found, from: 'values' } };
  if (isSparseRelu(z, a, before, after))
    return { activation: { name: 'relu', parameter: null, from: 'values' } };
  // Of few values, dropout could have made the zeros as well.
  if (sameValues(z, a) || isCutAtZero(before, after)) return { activation: namedActivation(a) };
  // Every unit dead: a ReLU, as far as can be seen.
  const { zeros, count } = a.statistics;
  if (zeros === count && z.statistics.greatest <= 0 && z.statistics.zeros < count)
    return { activation: namedActivation(a) ?? { name: 'relu', parameter: null, from: 'values' } };
  return null;
}

/** True where almost all of a ReLU is 0, so that the compared values hold too few others, but the greatest went through. */
function isSparseRelu(z: ArrayRecord, a: ArrayRecord, before: Float64Array, after: Float64Array): boolean {
  const { least, greatest, zeros, count } = a.statistics;
  if (!(least === 0 && greatest > 0 && greatest === z.statistics.greatest)) return false;
  return (
    z.statistics.least < 0 && zeros > count / 2 && before.every((value, i) => after[i] === Math.max(0, value))
  );
}

/** True if negative values, some but not all, became 0 and the others stayed. */
function isCutAtZero(before: Float64Array, after: Float64Array): boolean {
  const cut = before.filter((value) => value < 0).length;
  return cut > 0 && cut < before.length && before.every((value, i) => after[i] === Math.max(0, value));
}

/** Values of both at the same places, evenly from the rows and columns at hand. */
export function pairedValues(
  z: ArrayRecord,
  a: ArrayRecord,
  most = compared,
): readonly [Float64Array, Float64Array] {
  const before: number[] = [];
  const after: number[] = [];
  for (const along of ['rows', 'columns'] as const) {
    z[along].forEach((slice, i) => {
      const other = a[along][i];
      if (other?.length !== slice.length) return;
      const stride = Math.max(1, Math.floor(slice.length / most));
      for (let k = 0; k < slice.length; k += stride) {
        before.push(slice[k]!);
        after.push(other[k]!);
      }
    });
  }
  return [Float64Array.from(before), Float64Array.from(after)];
}

/** a = exp(z) / Σ exp(z) over the units, for each example that is complete. */
export function isSoftmax(z: ArrayRecord, a: ArrayRecord, unitsAxis: number): boolean {
  const before = viewsOf(z, 0).find((view) => view.unitsAxis === unitsAxis);
  const after = viewsOf(a, 0).find((view) => view.unitsAxis === unitsAxis);
  if (before === undefined || after === undefined || before.units < 2) return false;
  const relative = 64 * Math.max(roundOffOf(z.dtype), roundOffOf(a.dtype)) * Math.sqrt(before.units);
  return before.vectors.every((vector, j) => {
    const greatest = vector.reduce((most, x) => Math.max(most, x), -Infinity);
    const powers = vector.map((x) => Math.exp(x - greatest));
    const sum = powers.reduce((total, x) => total + x, 0);
    return powers.every((power, k) => {
      const expected = power / sum;
      // The exponent's own round-off grows with the distance from the greatest: of huge Z anything would be a softmax.
      const lost = Math.min(relative * (1 + Math.abs(vector[k]!) + Math.abs(greatest)), mostLost);
      const slack = lost * expected + Number.MIN_VALUE;
      return Math.abs(after.vectors[j]![k]! - expected) <= slack;
    });
  });
}

/** Targets before a prediction, and records after it, that are tried. */
const nearby = 24;

/** True if a later array is Z − Y, or a multiple of it, for an array Y of the same shape: Z itself is the prediction. */
export function isCompared(records: readonly ArrayRecord[], z: number, end: number): boolean {
  const prediction = records[z]!;
  for (let at = z + 1; at < Math.min(end, z + nearby); at++) {
    if (!sameShape(records[at]!, prediction)) continue;
    for (let target = at - 1; target >= 0; target--) {
      const isNear = at - target <= nearby || records[target]!.place === null;
      if (target !== z && isNear && isDifference(records[at]!, prediction, records[target]!)) return true;
    }
  }
  return false;
}

/** True if d = c (a − b) in the compared values, with any c but 0. */
function isDifference(d: ArrayRecord, a: ArrayRecord, b: ArrayRecord): boolean {
  if (!sameShape(a, b)) return false;
  const [as, bs] = pairedValues(a, b);
  const [, ds] = pairedValues(a, d);
  if (as.length < 3 || as.length !== ds.length) return false;
  const factor = ds[0]! / (as[0]! - bs[0]!);
  if (factor === 0 || !Number.isFinite(factor)) return false;
  const roundOff = 64 * Math.max(roundOffOf(d.dtype), roundOffOf(a.dtype));
  // Where b is a mere part of a, any multiple of a would do.
  let own = false;
  for (let k = 0; k < as.length; k++) {
    const slack = roundOff * Math.abs(factor) * (Math.abs(as[k]!) + Math.abs(bs[k]!));
    if (!(Math.abs(ds[k]! - factor * (as[k]! - bs[k]!)) <= slack)) return false;
    if (Math.abs(bs[k]! * as[0]! - bs[0]! * as[k]!) > 1e-3 * Math.abs(as[0]! * as[k]!)) own = true;
  }
  return own;
}

const names: readonly (readonly [RegExp, ActivationFunction])[] = [
  [/leaky_?relu|prelu/i, 'leaky-relu'],
  [/gelu/i, 'gelu'],
  [/silu|swish/i, 'silu'],
  [/(^|[^a-z])elu/i, 'elu'],
  [/relu/i, 'relu'],
  [/tanh/i, 'tanh'],
  [/softmax/i, 'softmax'],
  [/sigmoid|logistic/i, 'sigmoid'],
  [/softplus/i, 'softplus'],
  [/identity|linear_activation$/i, 'identity'],
];

/** The function whose name the array, or the function that made it, bears. */
export function namedActivation({ place, target }: ArrayRecord): RecognizedActivation | null {
  for (const text of [place?.function ?? '', target ?? '']) {
    const found = names.find(([pattern]) => pattern.test(text));
    if (found !== undefined) return { name: found[1], parameter: null, from: 'name' };
  }
  return null;
}

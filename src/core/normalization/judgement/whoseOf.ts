import type { Whose } from '../verdicts';
import { fitOf, roundOffOf, type Fit, type Target, type Transform } from './fit';
import { pooled, type Moments } from './moments';

/** A split as the comparison sees it: its array, and which of the others it may have been pooled with. */
export interface Case {
  /** Index of the split; the training split is 0. */
  readonly split: number;
  /** The arrays that statistics may have been taken of: all scaled, or all raw. */
  readonly arrays: readonly Moments[];
  /** What was applied to this split, if it is known; null compares the scaled arrays themselves. */
  readonly transform: Transform | null;
  readonly unit: number;
  readonly target: Target;
}

export interface WhoseAnswer {
  readonly whose: Whose;
  readonly training: Fit | null;
  readonly own: Fit | null;
  /** The best of the pools. */
  readonly pooled: Fit | null;
  /** Splits whose statistics were pooled. */
  readonly pool: readonly number[];
  readonly ddof: 0 | 1 | null;
}

/** Sets of two or more splits, as lists of indices. */
function pools(count: number): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => ((bits >> index) & 1) === 1),
  ).filter((pool) => pool.length > 1);
}

/**
 * Whose statistics make this split what it is. An explanation is named only if it is exact up to rounding and every
 * other one is clearly not: a pool is all but the training split where the others are small.
 */
export function whoseOf({ split, arrays, transform, unit, target }: Case): WhoseAnswer {
  const fit = (array: Moments): Fit | null => fitOf(array, transform, unit, target);
  const training = fit(arrays[0]!);
  const own = split === 0 ? training : fit(arrays[split]!);
  const tried = pools(Math.min(arrays.length, 5)).flatMap((pool) => {
    const one = fit(pooled(pool.map((index) => arrays[index]!)));
    return one === null ? [] : [{ pool, fit: one }];
  });
  const holding = tried
    .filter(({ pool }) => pool.includes(split))
    .sort((a, b) => residual(a.fit) - residual(b.fit));
  const exactPools = holding.filter((one) => one.fit.exact);
  const rounding = roundOffOf(Math.max(median(arrays[0]!.count), median(arrays[split]!.count)), unit);
  const apart = (other: Fit | null, best: Fit): boolean =>
    other === null ||
    other.mean >= 50 * Math.max(best.mean, rounding) ||
    (!best.epsilon && other.deviation >= 50 * Math.max(best.deviation, rounding));
  const answer = (whose: Whose, by: Fit | null, pool: readonly number[] = []): WhoseAnswer => {
    return { whose, training, own, pooled: holding[0]?.fit ?? null, pool, ddof: by?.ddof ?? null };
  };

  if (own?.exact === true) {
    if (split === 0) {
      const known = holding.every((one) => apart(one.fit, own) || othersExact(one.pool, arrays, fit));
      return known ? answer('training', own) : answer('cannot-tell', null);
    }
    if (training?.exact === true) {
      const same = transform !== null || identical(arrays[0]!, arrays[split]!);
      return answer(same ? 'training' : 'own', own);
    }
    const known = holding.every((one) => apart(one.fit, own) || othersExact(one.pool, arrays, fit));
    return known ? answer('own', own) : answer('cannot-tell', null);
  }
  const [best] = exactPools;
  if (best !== undefined) {
    const rivals = best.pool.includes(0) ? [own, training] : [own];
    return rivals.every((rival) => apart(rival, best.fit))
      ? answer('pooled', best.fit, best.pool)
      : answer('cannot-tell', null);
  }
  if (training === null || !training.exact || split === 0) return answer('cannot-tell', null);
  if (own === null) return answer('cannot-tell', null);
  // An own mean of more rows may be further off by rounding than the training split's: errors add up at most as m^1.5.
  const more = Math.max(1, median(arrays[split]!.count) / median(arrays[0]!.count)) ** 1.5;
  const beyond = Math.max(own.mean, own.deviation) >= 50 * more * Math.max(training.mean, rounding);
  const sampled = transform !== null || (own.noise >= 0.1 && own.meanNoise >= 3e-3);
  const otherwise = beyond && sampled && apart(own, training);
  const known = otherwise && holding.every((one) => !one.pool.includes(0) || apart(one.fit, training));
  return known ? answer('training', training) : answer('cannot-tell', null);
}

/** A pool of arrays that are each exact is exact as well, and says nothing. */
function othersExact(
  pool: readonly number[],
  arrays: readonly Moments[],
  fit: (array: Moments) => Fit | null,
): boolean {
  return pool.every((index) => fit(arrays[index]!)?.exact === true);
}

function residual({ mean, deviation }: Fit): number {
  return Math.max(mean, deviation);
}

function median(values: Float64Array): number {
  return values.toSorted()[Math.floor(values.length / 2)]!;
}

/** True for a split that holds the values of another one, once or several times. */
function identical(a: Moments, b: Moments): boolean {
  const same = (one: Float64Array, other: Float64Array): boolean =>
    one.every(
      (value, at) => Object.is(value, other[at]) || Math.abs(value - other[at]!) <= 1e-6 * Math.abs(value),
    );
  return same(a.minimum, b.minimum) && same(a.maximum, b.maximum) && same(a.kurtosis, b.kurtosis);
}

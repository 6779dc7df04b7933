import type { Constancy } from '../splitStatistics';

export interface FeatureSpread {
  readonly count: number;
  readonly mean: number;
  /** σ with 1/count. */
  readonly deviation: number;
  readonly minimum: number;
  readonly maximum: number;
}

const ofFloat64 = 2 ** -53;
/** More than a few thousand roundings do not add up all in one direction. */
const mostRoundings = 4096;
/** A constant that was computed in different ways differs in its last digits. */
const lastDigits = 8;

/**
 * How much a feature varies. Near-constant: variance ≤ n·u·variance + (n·mean·u)², as much as rounding makes of a constant's
 * values while they are summed up (Chan, Golub and LeVeque 1983), which is done in float64; or as much as rounding to the
 * format they are stored in makes of each, which does not grow with n.
 * @param unitRoundoff u of that format: 2⁻⁵³ of float64
 */
export function constancyOf(
  { count, mean, deviation, minimum, maximum }: FeatureSpread,
  unitRoundoff: number,
): Constancy {
  if (count === 0) return 'empty';
  if (minimum === maximum) return 'constant';
  const roundings = Math.max(Math.min(count, mostRoundings) * ofFloat64, lastDigits * unitRoundoff);
  // Deviations, as variances may be too large or too small for a number.
  return deviation * Math.sqrt(1 - roundings) <= roundings * Math.abs(mean) ? 'near-constant' : 'varying';
}

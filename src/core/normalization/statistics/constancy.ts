import { constancies, type Constancy } from '../splitStatistics';

export interface FeatureMoments {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * How much a feature varies. A variance that rounding of a constant's values may make is none: variance ≤ n·u·variance +
 * (n·mean·u)², the error bound of the two-pass formula (Chan, Golub and LeVeque 1983).
 * @param unitRoundoff u of the format the data are stored in: 2⁻⁵³ of float64
 */
export function constancyOf(
  { count, mean, variance, minimum, maximum }: FeatureMoments,
  unitRoundoff: number,
): Constancy {
  if (count === 0) return 'empty';
  if (minimum === maximum) return 'constant';
  // More than a few thousand roundings do not add up all in one direction.
  const roundings = Math.min(count, 4096) * unitRoundoff;
  return variance <= roundings * variance + (roundings * mean) ** 2 ? 'near-constant' : 'varying';
}

export function constancyCode(constancy: Constancy): number {
  return constancies.indexOf(constancy);
}

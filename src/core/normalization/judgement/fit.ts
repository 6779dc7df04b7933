import type { Moments } from './moments';

/** (x − centre)/scale, feature by feature, as it was applied to a split. */
export interface Transform {
  readonly centre: Float64Array;
  readonly scale: Float64Array;
}

/** Mean 0 and σ 1 of the transformed array ('standardized'), or minimum 0 and range 1 ('min-max'). */
export type Target = 'standardized' | 'min-max';

/** How well a transformation agrees with the statistics of an array. */
export interface Fit {
  /** Largest |mean| of the transformed array, and largest |σ − 1|, over its features. */
  readonly mean: number;
  readonly deviation: number;
  /** Largest of both as a multiple of its standard error: about 1 or more for statistics of another sample. */
  readonly noise: number;
  /** The same of the mean alone: an own mean may go with another array's σ. */
  readonly meanNoise: number;
  /** True if it agrees up to rounding, and hardly by chance. */
  readonly exact: boolean;
  /** True if only σ deviates, and always to the side of σ + ε. */
  readonly epsilon: boolean;
  readonly ddof: 0 | 1 | null;
}

/** Unit roundoff of what is stored; text may hold few digits. */
export function unitRoundoff(dtype: string): number {
  if (/^(float64|double|float128|longdouble)/.test(dtype)) return 2 ** -53;
  if (/^(float16|bfloat16|half)/.test(dtype)) return 2 ** -9;
  return 2 ** -24;
}

/** Rounding of a mean that is added up over `count` values in that precision: grows as √count, with a margin. */
export function roundOffOf(count: number, unit: number): number {
  return 4 * unit * Math.sqrt(count);
}

/**
 * What a residual may be at most to be called rounding; chance is judged beside it. In single precision not far above
 * the usual rounding: an array that makes up most of what was pooled comes near as well.
 */
function largestResidual(count: number, unit: number): number {
  return unit < 1e-10 ? 1e-7 : Math.min(3e-2, Math.max(1e-5, 2 * roundOffOf(count, unit)));
}

/** How far the transformed array is from mean 0 and σ 1. Null if no feature can tell. */
export function fitOf(
  array: Moments,
  transform: Transform | null,
  unit: number,
  target: Target = 'standardized',
): Fit | null {
  const features = Array.from(array.usable.keys()).filter((feature) => {
    return array.usable[feature] === 1 && !Number.isNaN(transform?.scale[feature]);
  });
  if (features.length === 0) return null;
  const limit = largestResidual(array.count[features[0]!]!, unit);
  const worst = { mean: 0, meanNoise: 0, noise: 0, continuous: 0 };
  const bySigma = [0, 0];
  const above = [0, 0];
  const below = [0, 0];
  const deviationNoise = [0, 0];
  const discrete: { readonly sameMean: number; readonly sameSigma: number }[] = [];
  for (const feature of features) {
    const count = array.count[feature]!;
    const minMax = target === 'min-max';
    const centre = minMax ? array.minimum[feature]! : array.mean[feature]!;
    const scale = minMax ? array.maximum[feature]! - array.minimum[feature]! : array.deviation[feature]!;
    const by = transform === null ? 1 : transform.scale[feature]!;
    const mean = Math.abs(centre - (transform === null ? 0 : transform.centre[feature]!)) / by;
    if (!Number.isFinite(mean)) return null;
    const continuous = array.steps[feature] === 0;
    const standardError = Math.sqrt(Math.max(array.kurtosis[feature]! - 1, 0.5) / (4 * count));
    worst.mean = Math.max(worst.mean, mean);
    worst.noise = Math.max(worst.noise, mean * Math.sqrt(count));
    [0, 1].forEach((ddof) => {
      const off = (scale / by) * Math.sqrt(minMax ? 1 : count / (count - ddof)) - 1;
      bySigma[ddof] = Math.max(bySigma[ddof]!, Math.abs(off));
      if (continuous) deviationNoise[ddof] = Math.max(deviationNoise[ddof]!, Math.abs(off) / standardError);
      above[ddof] = Math.max(above[ddof]!, off);
      below[ddof] = Math.max(below[ddof]!, -off);
    });
    if (continuous) {
      worst.continuous += 1;
      worst.meanNoise = Math.max(worst.meanNoise, mean * Math.sqrt(count));
    } else {
      // The mean of a sample of a lattice is exactly that of another one with this probability.
      const step =
        (array.maximum[feature]! - array.minimum[feature]!) /
        (array.steps[feature]! * array.deviation[feature]!);
      const sameMean = Math.min(1, (0.4 * step) / Math.sqrt(count));
      // The σ of two values follows from their mean.
      const sameSigma = array.steps[feature]! < 2 ? 1 : Math.min(1, (0.4 * step * step) / Math.sqrt(count));
      discrete.push({ sameMean, sameSigma });
    }
  }
  const best = bySigma[1]! < bySigma[0]! ? 1 : 0;
  const other = bySigma[1 - best]!;
  const deviation = bySigma[best]!;
  // Squares add up with a bias in single precision: 3e-4 in σ at 60,000 rows.
  const sure = deviation <= (unit < 1e-10 ? limit : 4 * limit);
  const shortfall =
    !sure &&
    [0, 1].some((ddof) =>
      epsilonExplains(above[ddof]!, below[ddof]!, limit, features.length, deviationNoise[ddof]!),
    );
  const chance =
    (worst.continuous === 0 ? 1 : worst.meanNoise * (sure ? Math.min(1, deviationNoise[best]!) : 1)) *
    discrete.slice(0, 6).reduce((product, one) => product * one.sameMean * (sure ? one.sameSigma : 1), 1);
  // Many features agree by chance only if they are nearly copies of one another. Rounding in single precision comes
  // near the noise of an array that makes up nearly all of what was pooled.
  const many = worst.continuous >= 10;
  const allowed = unit < 1e-10 ? (many ? 1e-3 : 1e-5) : many ? 1e-4 : 1e-7;
  return {
    mean: worst.mean,
    deviation,
    noise: Math.max(worst.noise, ...(worst.continuous === 0 ? [] : [deviationNoise[best]!])),
    meanNoise: worst.noise,
    exact: worst.mean <= limit && (sure || shortfall) && chance <= allowed,
    epsilon: shortfall,
    ddof: sure && other > 10 * deviation && other > 10 * unit ? best : null,
  };
}

/** σ + ε in the denominator leaves σ a little below 1 in every feature; another sample's σ falls on both sides. */
function epsilonExplains(
  above: number,
  below: number,
  limit: number,
  features: number,
  noise: number,
): boolean {
  return above <= limit && below <= 0.01 && (features >= 5 || noise < 0.3);
}

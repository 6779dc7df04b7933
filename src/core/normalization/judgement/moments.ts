import { constancies, quantileLevels, type SplitStatistics } from '../splitStatistics';

/** What the comparison of means and deviations needs of each feature. */
export interface Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  /** σ with 1/count. */
  readonly deviation: Float64Array;
  readonly kurtosis: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** 1 for a feature that varies; of scaled arrays, only if not all its values are whole: a balanced ±1 has mean 0 and σ 1 as it is. */
  readonly usable: Uint8Array;
  /** Steps between the smallest and the largest value of a feature with few different values; 0 for many. */
  readonly steps: Uint8Array;
}

const varying = constancies.indexOf('varying');

export function momentsOf(statistics: SplitStatistics, stage: 'raw' | 'scaled'): Moments {
  const { count, mean, variance, kurtosis, minimum, maximum, whole, constancy, features } = statistics;
  const usable = new Uint8Array(features);
  const steps = new Uint8Array(features);
  for (let feature = 0; feature < features; feature++) {
    const telling = stage === 'raw' || whole[feature] === 0;
    usable[feature] = Number(constancy[feature] === varying && telling && count[feature]! > 1);
    if (usable[feature] === 1) steps[feature] = stepsOf(statistics, feature);
  }
  return { count, mean, deviation: variance.map(Math.sqrt), kurtosis, minimum, maximum, usable, steps };
}

/** The smallest number of equal steps from minimum to maximum that all quantiles lie on, at most 50; 0 if there is none. */
function stepsOf({ minimum, maximum, quantiles }: SplitStatistics, feature: number): number {
  const levels = quantileLevels.length;
  const range = maximum[feature]! - minimum[feature]!;
  const parts = Array.from(quantiles.subarray(feature * levels, (feature + 1) * levels), (value) => {
    return (value - minimum[feature]!) / range;
  });
  for (let steps = 1; steps <= 50; steps++) {
    if (parts.every((part) => Math.abs(part * steps - Math.round(part * steps)) < 1e-3)) return steps;
  }
  return 0;
}

/** Of several splits taken together. */
export function pooled(parts: readonly Moments[]): Moments {
  const features = parts[0]!.count.length;
  const make = (): Float64Array => new Float64Array(features);
  const all = {
    count: make(),
    mean: make(),
    deviation: make(),
    kurtosis: make(),
    minimum: make(),
    maximum: make(),
  };
  const usable = new Uint8Array(features);
  const steps = new Uint8Array(features);
  for (let feature = 0; feature < features; feature++) {
    const held = parts.filter((part) => part.count[feature]! > 0);
    const count = held.reduce((sum, part) => sum + part.count[feature]!, 0);
    const over = (term: (part: Moments) => number): number =>
      held.reduce((sum, part) => sum + (part.count[feature]! / count) * term(part), 0);
    const mean = over((part) => part.mean[feature]!);
    all.count[feature] = count;
    all.mean[feature] = mean;
    all.deviation[feature] = Math.sqrt(
      over((part) => part.deviation[feature]! ** 2 + (part.mean[feature]! - mean) ** 2),
    );
    all.kurtosis[feature] = over((part) => part.kurtosis[feature] || 3);
    all.minimum[feature] = Math.min(...held.map((part) => part.minimum[feature]!));
    all.maximum[feature] = Math.max(...held.map((part) => part.maximum[feature]!));
    usable[feature] = Number(held.length === parts.length && held.some((part) => part.usable[feature] === 1));
    steps[feature] = Math.max(...held.map((part) => part.steps[feature]!), 0);
  }
  return { ...all, usable, steps };
}

/** All values of a split as one feature: for data that were standardized with one μ and one σ. */
export function asOneFeature(moments: Moments): Moments {
  const { count } = moments;
  const held = Array.from(count.keys()).filter((feature) => count[feature]! > 0);
  const total = held.reduce((sum, feature) => sum + count[feature]!, 0);
  const over = (term: (feature: number) => number): number =>
    held.reduce((sum, feature) => sum + (count[feature]! / total) * term(feature), 0);
  const mean = over((feature) => moments.mean[feature]!);
  const variance = over((feature) => moments.deviation[feature]! ** 2 + (moments.mean[feature]! - mean) ** 2);
  const one = (value: number): Float64Array => Float64Array.of(value);
  return {
    count: one(total),
    mean: one(mean),
    deviation: one(Math.sqrt(variance)),
    kurtosis: one(3),
    minimum: one(held.reduce((least, feature) => Math.min(least, moments.minimum[feature]!), Infinity)),
    maximum: one(held.reduce((most, feature) => Math.max(most, moments.maximum[feature]!), -Infinity)),
    usable: Uint8Array.of(Number(variance > 0 && moments.usable.includes(1))),
    steps: Uint8Array.of(0),
  };
}

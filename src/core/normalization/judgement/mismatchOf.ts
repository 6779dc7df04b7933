import { constancies, type SplitStatistics } from '../splitStatistics';
import type { SplitMismatch } from '../verdicts';
import { falseDiscoveryRates, kolmogorovTail, skewedTail } from './distributions';
import { momentsOf, type Moments } from './moments';
import { shapeDistance } from './shapeDistance';

export interface MismatchSide {
  readonly name: string;
  readonly statistics: SplitStatistics;
}

/** Splits of fewer examples are not compared: ten rows never alarm. */
const leastExamples = 11;
const level = 0.01;

/**
 * Features whose distribution differs between two splits by more than chance, with the share of false discoveries
 * controlled over all features and all three tests: of the means and of the variances, each against the pooled moments
 * with the skewness that few values leave in them, and of the shapes (Kolmogorov–Smirnov, from the histograms).
 *
 * @param valuesPerExample values of one example that count as one: of the pixels of an image, all those of a channel
 */
export function mismatchOf(a: MismatchSide, b: MismatchSide, valuesPerExample = 1): SplitMismatch {
  const sides = [momentsOf(a.statistics, 'raw'), momentsOf(b.statistics, 'raw')] as const;
  const features = Math.min(a.statistics.features, b.statistics.features);
  const p = new Float64Array(3 * features).fill(NaN);
  for (let feature = 0; feature < features; feature++) {
    const counts = [a, b].map(({ statistics }) => statistics.count[feature]! / valuesPerExample);
    const [one, other] = counts as [number, number];
    if (Math.min(one, other) < leastExamples) continue;
    const shape =
      Math.sqrt((one * other) / (one + other)) * shapeDistance(a.statistics, b.statistics, feature);
    const constant = [a, b].every(
      ({ statistics }) => constancies[statistics.constancy[feature]!] !== 'varying',
    );
    if (constant) {
      p[feature] = differentConstants(a.statistics, b.statistics, feature) ? 0 : 1;
      continue;
    }
    [p[feature], p[features + feature]] = momentTests(sides, feature, one, other);
    p[2 * features + feature] = kolmogorovTail(shape);
  }
  const q = falseDiscoveryRates(p);
  const [mean, variance, shape] = [0, 1, 2].map((test) => q.slice(test * features, (test + 1) * features));
  const found = Array.from({ length: features }, (_, feature) => feature).filter((feature) =>
    [mean!, variance!, shape!].some((values) => values[feature]! <= level),
  );
  const least = (feature: number): number =>
    Math.min(
      ...[mean!, variance!, shape!].map((values) => values[feature]!).filter((value) => !Number.isNaN(value)),
    );
  found.sort((left, right) => least(left) - least(right) || left - right);
  return {
    split: b.name,
    against: a.name,
    mean: mean!,
    variance: variance!,
    shape: shape!,
    features: found.slice(0, 1000),
    count: found.length,
    level,
  };
}

/** p-values of equal means and of equal variances, if both splits are samples of one distribution. */
function momentTests(
  sides: readonly [Moments, Moments],
  feature: number,
  one: number,
  other: number,
): readonly [mean: number, variance: number] {
  const total = one + other;
  const [a, b] = sides.map(({ mean, deviation, kurtosis }) => {
    const variance = deviation[feature]! ** 2;
    return {
      mean: mean[feature]!,
      variance,
      fourth: variance === 0 ? 0 : kurtosis[feature]! * variance * variance,
    };
  }) as [Side, Side];
  const between = (one * other * (a.mean - b.mean) ** 2) / total ** 2;
  const within = (one * a.variance + other * b.variance) / total;
  const fourth = (one * a.fourth + other * b.fourth) / total;
  const squares = within * within;
  // |skewness| ≤ √(kurtosis − 1), which is its value for a feature that is hardly ever on.
  const kurtosis = Math.max(1, fourth / squares);
  const spread = Math.sqrt(Math.max(0, kurtosis - 1));
  const sum = 1 / one + 1 / other;
  const dominance = Math.max(1 / one ** 2, 1 / other ** 2) / sum ** 1.5;
  const zMean = Math.abs(a.mean - b.mean) / Math.sqrt((within + between) * sum);
  const unbiased = [(a.variance * one) / (one - 1), (b.variance * other) / (other - 1)] as const;
  // At least as for a uniform variable: two values alone have no fourth moment to go by.
  const excess = Math.max(kurtosis - 1, 0.8);
  const zVariance = Math.abs(unbiased[0] - unbiased[1]) / (within * Math.sqrt(excess * sum));
  return [
    Math.min(1, 2 * skewedTail(zMean, spread * dominance)),
    Math.min(1, 2 * skewedTail(zVariance, 2 * Math.sqrt(excess) * dominance)),
  ];
}

interface Side {
  readonly mean: number;
  readonly variance: number;
  readonly fourth: number;
}

function differentConstants(a: SplitStatistics, b: SplitStatistics, feature: number): boolean {
  const [left, right] = [a.mean[feature]!, b.mean[feature]!];
  return Math.abs(left - right) > 1e-6 * Math.max(Math.abs(left), Math.abs(right));
}

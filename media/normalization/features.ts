import { quantileLevels, type SplitStatistics } from '../../src/core/normalization/splitStatistics';
import { normalizationKinds, type NormalizationKind } from '../../src/core/normalization/verdicts';
import type { NormalizationReport, SplitReport } from '../../src/protocol/normalization';

/** The features of a report as rows of a table: columns of numbers, an entry for each feature. */
export interface Features {
  readonly count: number;
  readonly splits: readonly SplitReport[];
  /** Of the first split, which the others are compared with. */
  readonly first: SplitStatistics;
  readonly deviation: Float64Array;
  readonly median: Float64Array;
  /** Missing and infinite values, over all splits. */
  readonly gaps: Float64Array;
  /** How the other splits differ; empty columns where there is only one split. */
  readonly between: Between;
  name(feature: number): string;
  kind(feature: number): NormalizationKind;
}

/** The split that differs most from the first, feature by feature. */
export interface Between {
  /** Index of that split; 0 where there is nothing to compare. */
  readonly split: Uint8Array;
  /** (μ − μ₁)/σ₁; NaN where there is nothing to compare. */
  readonly shift: Float64Array;
  /** σ/σ₁ */
  readonly ratio: Float64Array;
  /** Bits: 1 if the mean differs by more than chance, 2 the variance, 4 the shape. */
  readonly significant: Uint8Array;
}

export function featuresOf(report: NormalizationReport): Features {
  const { splits, features: count, featureNames, featureKinds } = report;
  const first = splits[0]!.statistics;
  const gaps = new Float64Array(count);
  for (const { statistics } of splits)
    for (let j = 0; j < count; j++) gaps[j]! += statistics.missing[j]! + statistics.infinite[j]!;
  const middle = quantileLevels.indexOf(0.5);
  return {
    count,
    splits,
    first,
    deviation: first.variance.map(Math.sqrt),
    median: Float64Array.from(
      { length: count },
      (_, j) => first.quantiles[j * quantileLevels.length + middle]!,
    ),
    gaps,
    between: betweenSplits(report),
    name: (feature) => featureNames?.[feature] || `[${feature}]`,
    kind: (feature) => normalizationKinds[featureKinds[feature]!] ?? 'not-normalized',
  };
}

function betweenSplits({ splits, features: count, mismatches }: NormalizationReport): Between {
  const split = new Uint8Array(count);
  const shift = new Float64Array(count).fill(NaN);
  const ratio = new Float64Array(count).fill(NaN);
  const significant = new Uint8Array(count);
  const first = splits[0]!.statistics;
  splits.slice(1).forEach(({ statistics }, i) => {
    for (let j = 0; j < count; j++) {
      const deviation = Math.sqrt(first.variance[j]!);
      const by = (statistics.mean[j]! - first.mean[j]!) / deviation;
      const times = Math.sqrt(statistics.variance[j]!) / deviation;
      if (!Number.isFinite(by) || !(distance(by, times) > distance(shift[j]!, ratio[j]!))) continue;
      split[j] = i + 1;
      shift[j] = by;
      ratio[j] = times;
    }
  });
  for (const { mean, variance, shape, level } of mismatches)
    for (let j = 0; j < count; j++) {
      const bits =
        Number(mean[j]! <= level) + 2 * Number(variance[j]! <= level) + 4 * Number(shape[j]! <= level);
      significant[j]! |= bits;
    }
  return { split, shift, ratio, significant };
}

/** How far two distributions lie apart, by location or by scale; −1 where that is not known. */
export function distance(shift: number, ratio: number): number {
  if (Number.isNaN(shift)) return -1;
  return Math.max(Math.abs(shift), ratio > 0 ? Math.abs(Math.log(ratio)) : 0);
}

/** Values at `quantileLevels`. */
export function quantilesOf(statistics: SplitStatistics, feature: number): Float64Array {
  const { length } = quantileLevels;
  return statistics.quantiles.subarray(feature * length, (feature + 1) * length);
}

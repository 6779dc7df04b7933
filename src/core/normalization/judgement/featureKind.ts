import { constancies, type SplitStatistics } from '../splitStatistics';
import type { NormalizationKind } from '../verdicts';

/** What was done to one feature, as far as it tells by itself. */
export function featureKindOf(statistics: SplitStatistics, feature: number): NormalizationKind {
  const constancy = constancies[statistics.constancy[feature]!];
  if (constancy === 'empty') return 'empty';
  if (constancy !== 'varying') return 'constant';
  const count = statistics.count[feature]!;
  const mean = Math.abs(statistics.mean[feature]!);
  const sigma = Math.sqrt(statistics.variance[feature]!);
  const off = Math.abs(sigma - 1);
  if (mean <= 0.1 && off <= 0.1) return 'normalized';
  if (fills(statistics, feature, 0) || fills(statistics, feature, -1)) return 'min-max';
  const errorOfMean = 1 / Math.sqrt(count);
  const errorOfSigma = Math.sqrt(Math.max(0, statistics.kurtosis[feature]! - 1) / (4 * count));
  const unit = off <= 0.1 + 3 * errorOfSigma;
  if (unit && mean <= 0.1 + 3 * errorOfMean) return 'normalized';
  if (mean <= 0.1 * sigma) return 'centred';
  return unit ? 'scaled' : 'not-normalized';
}

/** True if the values reach from `low` to 1 and no further. */
export function fills({ minimum, maximum }: SplitStatistics, feature: number, low: 0 | -1): boolean {
  return Math.abs(minimum[feature]! - low) < 1e-6 && Math.abs(maximum[feature]! - 1) < 1e-6;
}

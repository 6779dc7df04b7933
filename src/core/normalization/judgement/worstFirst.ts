import type { SplitStatistics } from '../splitStatistics';
import { normalizationKinds, type NormalizationKind } from '../verdicts';

/** Kinds in the order in which a reader looks for trouble. */
const order: readonly NormalizationKind[] = [
  'empty',
  'not-normalized',
  'constant',
  'scaled',
  'centred',
  'standardized-globally',
  'standardized-by-channel',
  'divided',
  'min-max',
  'normalized',
];

/** Features with infinite values first, then by kind, then by distance from mean 0 and σ 1. */
export function worstFirst(statistics: SplitStatistics, featureKinds: Uint8Array): Uint32Array {
  const ranks = normalizationKinds.map((kind) => order.indexOf(kind));
  const rank = Float64Array.from(featureKinds, (kind, feature) =>
    statistics.infinite[feature]! > 0 ? -1 : ranks[kind]!,
  );
  const distance = Float64Array.from(rank, (_, feature) => {
    const mean = Math.abs(statistics.mean[feature]!);
    const scale = Math.abs(Math.log(Math.max(1e-300, Math.sqrt(statistics.variance[feature]!))));
    return Number.isNaN(mean) ? 0 : Math.log1p(mean) + scale;
  });
  return Uint32Array.from(rank.keys()).sort(
    (a, b) => rank[a]! - rank[b]! || distance[b]! - distance[a]! || a - b,
  );
}

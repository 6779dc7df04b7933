import type { SplitStatistics } from '../splitStatistics';
import { normalizationKinds, type NormalizationKind, type OverallKind } from '../verdicts';
import type { Channels } from './channels';
import { commonOf } from './common';
import { featureKindOf } from './featureKind';
import { featuresOf, groupOf } from './groups';
import { scalesOf } from './scales';
import { worstFirst } from './worstFirst';

export interface KindJudgement {
  readonly overall: OverallKind;
  /** Indices into `normalizationKinds`. */
  readonly featureKinds: Uint8Array;
  /** The worst first. */
  readonly worstFirst: Uint32Array;
}

/** What was done to each feature of a split, and to all of them; `ways` are the possible channels (`possibleChannels`). */
export function overallKind(statistics: SplitStatistics, ways: readonly Channels[] = []): KindJudgement {
  const kinds = Array.from({ length: statistics.features }, (_, feature) =>
    featureKindOf(statistics, feature),
  );
  const { filled, varying } = featuresOf(statistics);
  const held = heldKind(kinds, varying, 0.95);
  const common = held === 'normalized' || varying.length === 0 ? null : commonOf(statistics, ways);
  let kind: OverallKind['kind'];
  if (varying.length === 0) {
    kind = filled.length > 0 ? 'constant' : 'empty';
  } else if (common !== null) {
    kind = common.kind;
    for (const feature of varying) kinds[feature] = common.kind;
  } else {
    kind = heldKind(kinds, varying, 1) ?? (held === 'normalized' ? held : 'mixed');
    // Scales of about 1 without a pattern: constants may have been used that the numbers do not show.
    if (kind === 'not-normalized' && nearUnit(statistics, varying)) kind = 'mixed';
  }
  const counts = normalizationKinds.map((one) => kinds.filter((of) => of === one).length);
  const { spread, severity } = scalesOf(statistics, varying);
  const featureKinds = Uint8Array.from(kinds, (one) => normalizationKinds.indexOf(one));
  return {
    overall: { kind, by: common?.by ?? null, counts, spread, severity },
    featureKinds,
    worstFirst: worstFirst(statistics, featureKinds),
  };
}

/** The kind that at least this share of the features have. */
function heldKind(
  kinds: readonly NormalizationKind[],
  varying: readonly number[],
  share: number,
): NormalizationKind | null {
  const found = new Map<NormalizationKind, number>();
  for (const feature of varying) found.set(kinds[feature]!, (found.get(kinds[feature]!) ?? 0) + 1);
  return [...found].find(([, count]) => count >= share * varying.length)?.[0] ?? null;
}

function nearUnit(statistics: SplitStatistics, varying: readonly number[]): boolean {
  if (varying.length < 12) return false;
  const { mean, deviation, minimum, maximum } = groupOf(statistics, varying);
  const signed = minimum < 0 && maximum > 0;
  return signed && Math.abs(mean) <= 1 && deviation >= 0.5 && deviation <= 2 && maximum - minimum <= 30;
}

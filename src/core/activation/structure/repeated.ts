import type { ArrayRecord, ArrayStatistics } from '../record';
import type { Draft } from './draft';

/** Sums of the same numbers in another order. */
const roundOff = 1e-9;

/**
 * Layers without those that only repeat an earlier one: of the same weights with the same values of Z or A, as a product
 * before biases of 0 are added, or A transposed for a gradient. What is known of the repeated one alone is kept.
 */
export function withoutRepeated(records: readonly ArrayRecord[], drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const first = kept.find((one) => one.weights === draft.weights && isSame(records, one, draft));
    if (first === undefined) {
      kept.push(draft);
      continue;
    }
    if (first.dz.length === 0) first.dz = draft.dz;
    if (first.da.length === 0) first.da = draft.da;
  }
  return kept;
}

function isSame(records: readonly ArrayRecord[], one: Draft, other: Draft): boolean {
  if (one.weights === null || other.z.length === 0 || other.z.length !== one.z.length) return false;
  return [one.z, one.a].some(
    (role) =>
      role.length === other.z.length &&
      role.every((at, i) => isAlike(records[at]!.statistics, records[other.z[i]!]!.statistics)),
  );
}

function isAlike(one: ArrayStatistics, other: ArrayStatistics): boolean {
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= roundOff * one.rms;
  return (
    one.count === other.count &&
    close(one.rms, other.rms) &&
    close(one.mean, other.mean) &&
    close(one.least, other.least) &&
    close(one.greatest, other.greatest)
  );
}

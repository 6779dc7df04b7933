import type { Candidate } from './candidates';
import type { Pairs } from './pairs';

/** A pair tells something where φ moved this many tolerances away from φ(0). */
const telling = 50;
const fewest = 3;

/** 'untold' if the values agree, but would also do so with another function: too small, too few, one sign. */
export type Fit = 'none' | 'untold' | 'told';

/**
 * Whether a = c·φ(z), or 0 where a mask of dropout is allowed.
 *
 * @param tolerance relative to |φ(z)| and to the terms of its formula
 * @param factor c; null where no zeros but φ's own are allowed
 */
export function fitOf({ z, a }: Pairs, candidate: Candidate, tolerance: number, factor: number | null): Fit {
  const atZero = candidate.value(0);
  const needsBothSigns = ['identity', 'relu', 'leaky-relu', 'elu'].includes(candidate.name);
  let [positive, negative] = [0, 0];
  let [last, told] = [0, 0];
  for (let i = 0; i < z.length; i++) {
    const expected = candidate.value(z[i]!);
    if (factor !== null && a[i] === 0 && expected !== 0) continue;
    const slack = tolerance * (Math.abs(expected) + candidate.terms(z[i]!));
    if (!(Math.abs(a[i]! / (factor ?? 1) - expected) <= slack)) return 'none';
    if (z[i] === 0 || z[i] === last) continue;
    // A copy of one value tells nothing new.
    last = z[i]!;
    if (Math.abs(expected - atZero) > telling * slack) told += 1;
    // The zeros of a ReLU are exact.
    if (z[i]! > 0) positive += 1;
    else negative += 1;
  }
  if (needsBothSigns && (positive < 2 || negative < (candidate.name === 'identity' ? 1 : 2))) return 'untold';
  return told >= Math.min(fewest, needsBothSigns ? 2 : fewest) ? 'told' : 'untold';
}

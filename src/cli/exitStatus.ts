import type { Verdict } from '../core/gradient/verdict';

/** The file could not be checked. */
export const failed = 2;

export function exitStatus(verdict: Verdict): number {
  return { correct: 0, wrong: 1, inconclusive: 3, suspicious: 3 }[verdict];
}

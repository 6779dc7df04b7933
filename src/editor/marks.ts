import type { Verdict } from '../core/gradient/verdict';
import type { TensorReport } from '../protocol/report';
import { verdictMarks } from '../report/marks';

/** In place of a mark that was made before an edit. */
export const staleMark = '○';

export function mark(verdict: Verdict): string {
  return verdictMarks[verdict].mark;
}

export function tensorMark({ verdict, kinks }: Pick<TensorReport, 'verdict' | 'kinks'>): string {
  return verdict === 'correct' && kinks > 0 ? '✓ᵏ' : mark(verdict);
}

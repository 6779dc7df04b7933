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

/** Worst first: what a line or a model with several verdicts is called. */
const order: readonly Verdict[] = ['wrong', 'inconclusive', 'suspicious', 'correct'];

export function severityRank(verdict: Verdict): number {
  return order.indexOf(verdict);
}

export function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  const present = new Set(verdicts);
  return order.find((verdict) => present.has(verdict)) ?? 'correct';
}

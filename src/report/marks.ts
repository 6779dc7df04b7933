import type { Verdict } from '../core/gradient/verdict';
import type { TensorReport } from '../protocol/report';

export const verdictMarks: Readonly<Record<Verdict, { readonly mark: string; readonly word: string }>> = {
  correct: { mark: '✓', word: 'correct' },
  suspicious: { mark: '▲', word: 'look closely' },
  wrong: { mark: '✗', word: 'wrong' },
  inconclusive: { mark: '?', word: 'cannot tell' },
};

/** `✗ wrong`, `✓ᵏ correct` at a kink. */
export function verdictText({ verdict, kinks }: Pick<TensorReport, 'verdict' | 'kinks'>): string {
  const { mark, word } = verdictMarks[verdict];
  return `${mark}${verdict === 'correct' && kinks > 0 ? 'ᵏ' : ''} ${word}`;
}

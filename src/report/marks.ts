import type { Verdict } from '../core/gradient/verdict';
import type { TensorReport } from '../protocol/report';
import { isDeclared } from '../protocol/summary';

export const verdictMarks: Readonly<Record<Verdict, { readonly mark: string; readonly word: string }>> = {
  correct: { mark: '✓', word: 'correct' },
  suspicious: { mark: '▲', word: 'look closely' },
  wrong: { mark: '✗', word: 'wrong' },
  inconclusive: { mark: '?', word: 'cannot tell' },
};

/** `✗ wrong`, `✗ as declared`, `✓ᵏ correct` at a kink. */
export function verdictText(tensor: Pick<TensorReport, 'verdict' | 'kinks' | 'expected'>): string {
  const { mark, word } = verdictMarks[tensor.verdict];
  const atKink = tensor.verdict === 'correct' && tensor.kinks > 0;
  return `${mark}${atKink ? 'ᵏ' : ''} ${isDeclared(tensor) ? 'as declared' : word}`;
}

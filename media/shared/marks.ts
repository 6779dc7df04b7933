import type { Verdict } from '../../src/core/gradient/verdict';
import { count } from '../../src/core/format';

/** A verdict is told three times: by shape, by word and by colour; never by colour alone. */
export interface Mark {
  readonly sign: string;
  readonly word: string;
  /** A style sheet class that sets the colour. */
  readonly className: string;
  /** A custom property with the colour, for charts. */
  readonly colour: string;
}

const marks: Readonly<Record<Verdict, Mark>> = {
  correct: { sign: '✓', word: 'correct', className: 'verdict-correct', colour: 'var(--gl-correct)' },
  suspicious: {
    sign: '▲',
    word: 'look closely',
    className: 'verdict-suspicious',
    colour: 'var(--gl-suspicious)',
  },
  wrong: { sign: '✗', word: 'wrong', className: 'verdict-wrong', colour: 'var(--gl-wrong)' },
  inconclusive: {
    sign: '?',
    word: 'cannot tell',
    className: 'verdict-inconclusive',
    colour: 'var(--gl-inconclusive)',
  },
};

/** The mark of a verdict; kinks turn ✓ into ✓ᵏ. */
export function markOf(verdict: Verdict, kinks = 0): Mark {
  const mark = marks[verdict];
  if (verdict !== 'correct' || kinks === 0) return mark;
  const components = kinks === 1 ? '1 component' : `${count(kinks)} components`;
  return { ...mark, sign: '✓ᵏ', word: `correct (${components} at a kink)` };
}

/** Worst first, for sorting. */
export function severity(verdict: Verdict): number {
  return ['correct', 'suspicious', 'inconclusive', 'wrong'].indexOf(verdict);
}

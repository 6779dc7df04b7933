import type { NormalizationKind, Whose } from '../../src/core/normalization/verdicts';
import type { Verdict } from '../../src/core/gradient/verdict';
import type { SplitRole } from '../../src/protocol/normalization';

/** What kinds, provenances and roles are called, and how they are marked. */

export interface Word {
  /** Null for what is neither right nor wrong. */
  readonly mark: Verdict | null;
  readonly word: string;
}

const kinds: Readonly<Record<NormalizationKind, Word>> = {
  normalized: { mark: 'correct', word: 'normalized' },
  centred: { mark: 'suspicious', word: 'centred only' },
  scaled: { mark: 'suspicious', word: 'scaled only' },
  'min-max': { mark: 'correct', word: 'min–max' },
  divided: { mark: 'correct', word: 'divided' },
  'standardized-globally': { mark: 'correct', word: 'globally' },
  'standardized-by-channel': { mark: 'correct', word: 'by channel' },
  constant: { mark: null, word: 'constant' },
  empty: { mark: null, word: 'empty' },
  'not-normalized': { mark: 'suspicious', word: 'not normalized' },
};

export function kindWord(kind: NormalizationKind): Word {
  return kinds[kind];
}

const whose: Readonly<Record<Whose, Word>> = {
  training: { mark: 'correct', word: 'training' },
  own: { mark: 'wrong', word: 'its own' },
  pooled: { mark: 'wrong', word: 'pooled' },
  none: { mark: null, word: 'not normalized' },
  'cannot-tell': { mark: 'inconclusive', word: 'cannot tell' },
};

export function whoseWord(value: Whose): Word {
  return whose[value];
}

/** How a split is drawn: never told apart by colour alone. */
export interface SplitInk {
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly dash: string | null;
}

const inks: Readonly<Record<SplitRole, SplitInk>> = {
  train: { colour: 'var(--gl-train)', symbol: 'circle', dash: null },
  all: { colour: 'var(--gl-train)', symbol: 'circle', dash: null },
  test: { colour: 'var(--gl-test)', symbol: 'square', dash: null },
  dev: { colour: 'var(--gl-dev)', symbol: 'triangle', dash: '4,2' },
};

export function inkOf(role: SplitRole): SplitInk {
  return inks[role];
}

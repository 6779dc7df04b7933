/** Kinds of what was done to a feature, as far as its numbers tell. */
export const normalizationKinds = [
  'normalized', // |μ| and |σ − 1| within 0.1 plus three standard errors
  'centred', // only the mean was taken off
  'scaled', // σ near 1, the mean is not near 0
  'min-max', // fills [0, 1] or [−1, 1]
  'divided', // by a constant such as 255
  'standardized-globally', // by one μ and σ for all features
  'standardized-by-channel',
  'constant',
  'empty', // no finite value
  'not-normalized',
] as const;
export type NormalizationKind = (typeof normalizationKinds)[number];

export type { Finding } from '../finding';

/** What the features of the training split (or the only one) are, taken together. */
export interface OverallKind {
  /** 'mixed' if no kind holds for all features that are not constant or empty. */
  readonly kind: NormalizationKind | 'mixed';
  /** The constant of 'divided', the range of 'min-max', μ and σ of 'standardized-globally', as text; null for others. */
  readonly by: string | null;
  /** Features of each kind, in the order of `normalizationKinds`. */
  readonly counts: readonly number[];
  /** Largest σ over smallest σ of the features that vary; 1 if there is only one. */
  readonly spread: number;
  /** From the spread of scales, in the textbook's words: not needed, harmless, helpful, crucial. */
  readonly severity: 'none' | 'mild' | 'severe';
}

/** Whose mean and standard deviation a split was transformed with. */
export type Whose = 'training' | 'own' | 'pooled' | 'none' | 'cannot-tell';

/** The largest deviation, over features and over μ and σ, from what each explanation predicts. */
export interface ProvenanceResiduals {
  readonly training: number;
  readonly own: number;
  readonly pooled: number;
}

export interface SplitProvenance {
  /** Name of the split. */
  readonly split: string;
  readonly whose: Whose;
  readonly residuals: ProvenanceResiduals;
  /** What an exact match may deviate by: rounding in the data's own precision. */
  readonly roundOff: number;
  /** What a coincidence would deviate by: about 1/√m. */
  readonly samplingNoise: number;
  /** Degrees of freedom taken off in σ, where 0 and 1 can be told apart. */
  readonly ddof: 0 | 1 | null;
}

export interface Provenance {
  readonly whose: Whose;
  /** Every split, the training split first. */
  readonly splits: readonly SplitProvenance[];
  /** True if it was recovered from the arrays before and after normalization. */
  readonly recovered: boolean;
  /** One sentence, e.g. "X_test was normalized with its own mean and standard deviation." */
  readonly sentence: string;
  /** One sentence that says what to do, empty if nothing. */
  readonly remedy: string;
}

/** Features whose distribution differs between two splits by more than chance. */
export interface SplitMismatch {
  readonly split: string;
  readonly against: string;
  /** q-values (false-discovery adjusted p) per feature: of means, variances, shapes. NaN where not tested. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly shape: Float64Array;
  /** Zero-based indices of the features that differ, the worst first; at most 1,000. */
  readonly features: readonly number[];
  readonly count: number;
  /** Level at which the share of false discoveries is controlled. */
  readonly level: number;
}

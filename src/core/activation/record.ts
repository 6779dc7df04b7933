import type { Place } from '../place';

/**
 * One array of numbers as a run of the model made it. A host takes its statistics when it is complete (at once, or after
 * the last change in place) and lets it go, so that a run of any size is described in little memory.
 */
export interface ArrayRecord {
  /** Where it was made or last changed; null for a parameter, or an array that was there before the run. */
  readonly place: Place | null;
  /** What the text assigns it to, as it stands there: `Z1`, `cache["Z" + str(l)]`, `self.a`; null if to nothing. */
  readonly target: string | null;
  /** `[]` never occurs: single numbers are not recorded. */
  readonly shape: readonly number[];
  /** As the model holds it: float64, float32, float16, ... */
  readonly dtype: string;
  readonly statistics: ArrayStatistics;
  /**
   * Of two axes: the first two rows (`[0, :]`, `[1, :]`), or the only one. Otherwise one entry: the first values in
   * row-major order. At most `longestSlice` values of each; empty where a host ran out of room for them.
   */
  readonly rows: readonly Float64Array[];
  /** Of two axes: the first two columns (`[:, 0]`, `[:, 1]`), or the only one, cut likewise. Otherwise empty. */
  readonly columns: readonly Float64Array[];
}

/** Values of a row or column that a record holds at most. */
export const longestSlice = 16_384;

/** Values of an array, at most, that percentiles and histogram are taken from. */
export const sampledValues = 10_000;

/** Basis points of `percentiles`: the median, and one, two thirds and half a standard deviation of a normal distribution. */
export const basisPoints = [668, 1587, 3085, 5000, 6915, 8413, 9332] as const;

export interface ArrayStatistics {
  /** Number of values n. */
  readonly count: number;
  readonly nan: number;
  /** Values that are plus or minus infinity. */
  readonly infinite: number;
  /** Values that are exactly zero. */
  readonly zeros: number;
  /** Of the finite values, as all numbers below; NaN if there are none. In float64, without overflow of squares. */
  readonly mean: number;
  /** √(Σx²/n). */
  readonly rms: number;
  /** √(Σ(x − mean)²/n). */
  readonly deviation: number;
  readonly least: number;
  readonly greatest: number;
  /** For each axis, how many of its indices hold only zeros: `[3, 0]` of (units, examples) are three dead units. */
  readonly zeroSlices: readonly number[];
  /** At `basisPoints`, of the sampled values that are finite; NaN if there are none. */
  readonly percentiles: Float64Array;
  /** Values that percentiles and histogram were taken from: all, or spread evenly over the array. */
  readonly sampled: number;
  /** Of the sampled finite values; with `edges` of k numbers, k + 1 bins: bin i holds edges[i − 1] ≤ x < edges[i]. */
  readonly histogram: readonly { readonly bin: number; readonly count: number }[];
}

/** A run of the model's gradient steps (or of its cost alone, if it has no gradients), observed. */
export interface Trace {
  /** In order of execution. */
  readonly records: readonly ArrayRecord[];
  /** The model's parameter tensors at the point of the run, in their order. */
  readonly parameters: readonly ArrayRecord[];
  /** Of `ArrayStatistics.histogram`. */
  readonly edges: Float64Array;
  /** Arrays that were made but not recorded, because there were too many. */
  readonly dropped: number;
  /** Records of the forward pass, which come first; absent where that is not known. */
  readonly forward?: number;
}

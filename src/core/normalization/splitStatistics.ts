/** Levels of the quantiles of a feature. */
export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Bins of the histogram of a feature. */
export const histogramBins = 24;

/** How much a feature varies. Near-constant: its variance is no more than rounding makes of a constant. */
export const constancies = ['varying', 'near-constant', 'constant', 'empty'] as const;
export type Constancy = (typeof constancies)[number];

/** What is known of each feature of one split, by columns: arrays have an entry for each feature. */
export interface SplitStatistics {
  readonly examples: number;
  readonly features: number;
  /** Finite values. */
  readonly count: Float64Array;
  /** NaN in the data, or an empty field. */
  readonly missing: Float64Array;
  readonly infinite: Float64Array;
  /** Of the finite values; NaN where there are none. */
  readonly mean: Float64Array;
  /** (1/count) Σ (x − mean)², as the textbook's σ². */
  readonly variance: Float64Array;
  /** Fourth standardized moment m₄/m₂²: 3 of a normal distribution; NaN of a constant. */
  readonly kurtosis: Float64Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** 1 where every finite value is a whole number. */
  readonly whole: Uint8Array;
  /** (features × quantileLevels.length), within 0.5% in rank. */
  readonly quantiles: Float64Array;
  readonly histogram: Histograms;
  /** Indices into `constancies`. */
  readonly constancy: Uint8Array;
}

/** Equal bins for each feature: bin k of feature j is [from[j] + k·width[j], from[j] + (k + 1)·width[j]), the last one closed. */
export interface Histograms {
  readonly bins: number;
  readonly from: Float64Array;
  readonly width: Float64Array;
  /** (features × bins) */
  readonly counts: Uint32Array;
}

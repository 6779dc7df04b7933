/**
 * A rectangle of a table of examples × features. A table of any size passes as blocks in constant memory: its sides are
 * covered without gaps or overlaps, in any order of the features, and in order of the examples for each feature.
 */
export interface Block {
  /** Zero-based. */
  readonly firstExample: number;
  readonly examples: number;
  readonly firstFeature: number;
  readonly features: number;
  /** 'examples': the value of example i and feature j is `values[i * features + j]`; 'features': `values[j * examples + i]`. */
  readonly major: 'examples' | 'features';
  /** Missing values are NaN. Valid only until the next block is asked for. */
  readonly values: Float64Array;
}

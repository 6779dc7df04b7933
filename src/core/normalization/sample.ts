/** Some examples of a split, drawn without regard to their order: for shapes, correlations and pictures. */
export interface ExampleSample {
  readonly examples: number;
  readonly features: number;
  /** Row-major (examples × features). */
  readonly values: Float64Array;
  /** Examples of the split it was drawn from. */
  readonly of: number;
}

/** Gradient descent on the quadratic cost with Hessian XXᵀ/m, for data as they are or normalized. */
export interface Descent {
  /**
   * Of XXᵀ/m, descending. Where `complete` is false the largest is that of all features, the others are those of some
   * features (or examples, where there are fewer): κ is at least what they give.
   */
  readonly eigenvalues: Float64Array;
  readonly complete: boolean;
  /** Eigenvalues that are not zero up to rounding. */
  readonly rank: number;
  /** κ: the largest over the smallest eigenvalue that is not zero; a lower bound above 10¹², where rounding hides it. */
  readonly conditionNumber: number;
  /** 2/λ_max: gradient descent diverges above it. */
  readonly largestStableRate: number;
  /** 2/(λ_max + λ_min). */
  readonly bestRate: number;
  /** (κ/2)·ln(1/ε) steps to lower the cost by the factor ε². */
  readonly predictedSteps: number;
  /** Steps that gradient descent took when it was run; null if more than the limit. */
  readonly actualSteps: number | null;
  /** J after each step over J at the start, from step 0 on, thinned to at most 400 points: pairs (step, J/J₀). */
  readonly curve: Float64Array;
  /** The run's first steps in the plane of the steepest and the flattest eigenvector: pairs (steep, flat), minimum at (0, 0). */
  readonly path: Float64Array;
  /** λ along the two axes of that plane. */
  readonly plane: readonly [steep: number, flat: number];
}

/** What it costs gradient descent that data are not normalized. */
export interface Conditioning {
  /** Examples and features that took part. */
  readonly examples: number;
  readonly features: number;
  /** Step limit of the runs, and ε. */
  readonly stepLimit: number;
  readonly tolerance: number;
  readonly before: Descent;
  readonly after: Descent;
}

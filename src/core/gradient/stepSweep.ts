import type { Scheme } from './verdict';

/**
 * The error of a derivative against the step ε, along one direction of unit norm in a tensor: truncation falls with slope 1
 * (one-sided), 2 (central) or 4 (Richardson) on log-log axes, rounding rises with slope −1 as ε falls.
 */
export interface StepSweep {
  /** ε, largest first. */
  readonly steps: readonly number[];
  readonly curves: readonly ErrorCurve[];
  /** The derivative that errors are measured against: the best value that the schemes agree on. */
  readonly reference: number;
  /** Uncertainty of the reference, relative to it: errors below it are not told. */
  readonly referenceError: number;
  /** ε_f/(ε·|reference|) for each step: what rounding alone makes. */
  readonly rounding: readonly number[];
  /** The step that the check used. */
  readonly chosen: number;
}

export interface ErrorCurve {
  readonly scheme: Scheme;
  /** |D(ε) − reference| / |reference| for each step; NaN where J could not be evaluated. */
  readonly errors: readonly number[];
}

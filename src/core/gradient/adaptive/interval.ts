/** Bounds of a standard deviation from normal numbers of mean zero. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** 95% of a standard normal variable lies within. */
const z = 1.959964;

/**
 * 95% bounds of ‖e‖₂ from ⟨e, v⟩ for normal v: each has mean 0 and variance ‖e‖², so that their squares are ‖e‖² times a
 * χ² variable. Quantiles by E. B. Wilson and M. M. Hilferty, "The Distribution of Chi-Square" (1931): a little too wide for few.
 */
export function normBounds(errors: readonly number[]): Bounds {
  const square = errors.reduce((sum, error) => sum + error * error, 0);
  const k = errors.length;
  const quantile = (deviate: number) =>
    k * Math.max(1 - 2 / (9 * k) + deviate * Math.sqrt(2 / (9 * k)), 0.02) ** 3;
  return { low: Math.sqrt(square / quantile(z)), high: Math.sqrt(square / quantile(-z)) };
}

/** ‖e‖₂, estimated. */
export function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

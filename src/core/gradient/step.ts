import type { Scheme } from './verdict';

/** A derivative along a unit direction, measured with one step. */
export interface Difference {
  readonly step: number;
  /** D(h); NaN where the cost could not be evaluated. */
  readonly derivative: number;
}

export interface ChosenStep {
  /** h: the step for a unit direction; component i moves by h · max(1, |θᵢ|). */
  readonly step: number;
  /** Error of one derivative: |D(h) − D(h/10)| + ε_f/h. NaN if no step gives finite costs. */
  readonly error: number;
}

/** The decades tried, largest first. Below 1e-9 rounding always dominates in float64. */
export const candidateSteps: readonly number[] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

/** D(h) from costs: (J₊ − J₋)/2h, or (J₊ − J₀)/h. */
export function difference(
  scheme: Scheme,
  step: number,
  costs: { readonly plus: number; readonly minus: number; readonly base: number },
): Difference {
  const derivative =
    scheme === 'central' ? (costs.plus - costs.minus) / (2 * step) : (costs.plus - costs.base) / step;
  return { step, derivative };
}

/** Error of D(h), judged by its neighbour a decade below and by the noise of J. */
export function errorOf(at: Difference, below: Difference, noise: number): number {
  return Math.abs(at.derivative - below.derivative) + noise / at.step;
}

/**
 * Chooses the step where neighbouring decades agree best. Rounding alone would give h ≈ (3ε_f/|J‴|)^⅓ for central
 * differences; looking at the differences themselves needs no third derivative and sees kinks as well.
 * @param differences D(h) over consecutive decades, largest step first.
 */
export function chooseStep(differences: readonly Difference[], noise: number): ChosenStep {
  let best: ChosenStep = { step: candidateSteps[4]!, error: NaN };
  for (let i = 0; i + 1 < differences.length; i++) {
    const error = errorOf(differences[i]!, differences[i + 1]!, noise);
    if (Number.isFinite(error) && !(error >= best.error)) best = { step: differences[i]!.step, error };
  }
  return best;
}

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

/** J on both sides of the base point, along a direction of unit norm. */
export interface CostsAt {
  readonly step: number;
  readonly plus: number;
  readonly minus: number;
}

/**
 * D(h) from costs: (J₊ − J₋)/2h; (J₊ − J₀)/h; or central differences extrapolated, which needs the next step, a decade
 * smaller, too: NaN for the last. The complex step is judged beside central differences.
 * @param base J₀.
 */
export function differencesOf(
  scheme: Scheme,
  costs: readonly CostsAt[],
  base: number,
): readonly Difference[] {
  const central = costs.map(({ step, plus, minus }) => (plus - minus) / (2 * step));
  return costs.map(({ step, plus }, i) => ({
    step,
    derivative:
      scheme === 'forward'
        ? (plus - base) / step
        : scheme === 'richardson'
          ? extrapolate(central[i]!, central[i + 1] ?? NaN).value
          : central[i]!,
  }));
}

/** Richardson's extrapolation of two central differences a decade apart: their truncation O(ε²) cancels. */
export function extrapolate(
  coarse: number,
  fine: number,
): { readonly value: number; readonly truncation: number } {
  const change = (fine - coarse) / 99;
  return { value: fine + change, truncation: Math.abs(change) };
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

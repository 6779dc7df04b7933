import { differencesOf, type CostsAt } from './step';
import type { StepSweep } from './stepSweep';
import type { Scheme } from './verdict';

interface Curve {
  readonly scheme: Scheme;
  readonly derivatives: readonly number[];
  /** Of each derivative: what it changes from this step to the next one, and rounding. */
  readonly errors: readonly number[];
}

/**
 * What the costs on a ladder of steps, a decade apart and the largest first, tell of each scheme.
 * @param noise ε_f.
 * @param chosen the step of the check.
 * @returns null where J does not change along the direction, or is not finite.
 */
export function stepSweepOf(
  costs: readonly CostsAt[],
  base: number,
  noise: number,
  chosen: number,
): StepSweep | null {
  const derivatives = (scheme: Scheme) =>
    differencesOf(scheme, costs, base).map(({ derivative }) => derivative);
  const rounding = costs.map(({ step }) => noise / step);
  const curves: readonly Curve[] = [
    curveOf('forward', derivatives('forward'), rounding),
    curveOf('central', derivatives('central'), rounding),
    // Its last word is the finer of the two steps it takes.
    curveOf('richardson', derivatives('richardson'), [...rounding.slice(1), NaN]),
  ];
  const best = curves
    .flatMap(({ derivatives, errors }) => derivatives.map((value, i) => ({ value, error: errors[i]! })))
    .filter(({ value, error }) => Number.isFinite(value) && Number.isFinite(error))
    .reduce<{ value: number; error: number } | null>(
      (least, one) => (least === null || one.error < least.error ? one : least),
      null,
    );
  if (best === null || best.value === 0) return null;
  const size = Math.abs(best.value);
  return {
    steps: costs.map(({ step }) => step),
    curves: curves.map(({ scheme, derivatives }) => ({
      scheme,
      errors: derivatives.map((value) => Math.abs(value - best.value) / size),
    })),
    reference: best.value,
    referenceError: best.error / size,
    rounding: rounding.map((error) => error / size),
    chosen,
  };
}

function curveOf(scheme: Scheme, derivatives: readonly number[], rounding: readonly number[]): Curve {
  const errors = derivatives.map((value, i) => Math.abs(value - (derivatives[i + 1] ?? NaN)) + rounding[i]!);
  return { scheme, derivatives, errors };
}

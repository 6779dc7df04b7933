import { candidateSteps, type ChosenStep } from '../step';

/**
 * Steps for directions through large tensors. Each moves every unit of a network, so that a large step crosses a kink on
 * some lines and not on others. A smaller step crosses fewer, and rounding leaves room for it.
 */

/** Steps to choose from: where so many components move at once, smaller ones only measure rounding. */
export const directionSteps: readonly number[] = candidateSteps.slice(0, -2);

/** ρ of a smaller step, relative to ‖ĝ‖, is at most this. */
const fineEnough = 3e-9;
/** Rounding of D(h), in units of ε_f/h. */
const roundingUnits = 2;

/**
 * The step ten times smaller where that resolves the tensor as well as is needed.
 * @param noise ε_f
 */
export function finerStep(
  { step, error }: ChosenStep,
  noise: number,
  { size, gradientNorm }: { readonly size: number; readonly gradientNorm: number },
): ChosenStep {
  const finer = { step: step / 10, error: error + (roundingUnits * noise) / (step / 10) };
  return finer.error * Math.sqrt(size) <= fineEnough * gradientNorm ? finer : { step, error };
}

import type { Model } from '../model';
import { derivatives } from './differences';
import type { ChosenStep } from './step';

/**
 * The complex step: ∂J/∂θᵢ = Im J(θ + iεeᵢ)/ε without a difference, so that nothing cancels however small ε is. It holds only
 * where J is analytic: the modulus of a complex number, or its conjugate, spoil it without a word. So a few components are
 * compared with differences.
 * Source: W. Squire, G. Trapp, "Using Complex Variables to Estimate Derivatives of Real Functions", SIAM Review 40 (1998).
 */

/** ε where it is not given: far below rounding, far above the smallest numbers. */
export const complexStep = 1e-20;

/** Components that are compared with two-sided differences: so many of the largest, and so many others. */
const compared = 5;
/** Rounding of a few operations, relative to the gradient. */
const rounding = 16 * Number.EPSILON;

/**
 * The gradient of a tensor by complex steps, and the error of its components.
 * @param central the step of two-sided differences that suits the tensor, and their error
 * @returns null where J is no analytic function: its imaginary part is then no derivative.
 */
export async function complexGradient(
  model: Model,
  tensor: number,
  step: number | 'auto',
  central: ChosenStep,
  onBlock: (components: number) => void,
): Promise<{ readonly numerical: Float64Array; readonly error: number } | null> {
  const [base] = model.baseCosts;
  const size = step === 'auto' ? complexStep : step;
  const numerical = await derivatives(model, tensor, null, size, 'complex', base, onBlock);
  const indices = spread(numerical);
  const differences = await derivatives(model, tensor, indices, central.step, 'central', base);
  const apart = indices.filter((index, i) => {
    const [complex, real] = [numerical[index]!, differences[i]!];
    return Math.abs(complex - real) > Math.max(10 * central.error, 1e-3 * Math.abs(real));
  });
  // A component at a kink has no derivative; most have one.
  if (2 * apart.length > indices.length) return null;
  const largest = numerical.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { numerical, error: rounding * largest };
}

/** The largest components, which differences resolve best, and some spread evenly: a part that is lost is zero. */
function spread(values: Float64Array): number[] {
  const largest = [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!));
  const even = Array.from({ length: compared }, (_, i) => Math.floor((i * values.length) / compared));
  return [...new Set([...largest.slice(0, compared), ...even])];
}

import { elementwise, type ElementwiseFunction } from '../functions';
import { expectation } from './expectation';

/**
 * The mean-field map of wide random networks (Poole et al., 2016; Schoenholz et al., 2017): with q the mean square of Z,
 * z standard normal, σ_w² = fan-in · s² and σ_b² the mean square of the biases,
 *
 *     q_(ℓ+1) = σ_w² E[φ(√q z)²] + σ_b²,    χ = σ_w² E[φ′(√q z)²].
 */

export interface KnownFunction {
  readonly name: ElementwiseFunction;
  readonly parameter: number | null;
}

/** E[φ(√q z)²]: the mean square of A. */
export function activationSquare({ name, parameter }: KnownFunction, q: number): number {
  const half = shareOfRectified(name, parameter);
  if (half !== null) return half * q;
  const { value } = elementwise(name, parameter);
  return expectation((z) => value(z) ** 2, Math.sqrt(q));
}

/** E[φ′(√q z)²]: by what φ changes the mean square of a gradient. */
export function derivativeSquare({ name, parameter }: KnownFunction, q: number): number {
  const half = shareOfRectified(name, parameter);
  if (half !== null) return half;
  const { derivative } = elementwise(name, parameter);
  return expectation((z) => derivative(z) ** 2, Math.sqrt(q));
}

/** (1 + a²)/2 of the functions that are linear on each side of zero, with slope 1 and a; null for the others. */
function shareOfRectified(name: ElementwiseFunction, parameter: number | null): number | null {
  if (name === 'identity') return 1;
  if (name === 'relu') return 0.5;
  if (name === 'leaky-relu') return (1 + (parameter ?? 0.01) ** 2) / 2;
  return null;
}

const mostIterations = 2000;

/**
 * q at the fixed point of the map, from a start; where it runs away, or creeps to zero, the value after many iterations.
 */
export function fixedPoint(
  activation: KnownFunction,
  weightSquare: number,
  biasSquare: number,
  start: number,
): number {
  let q = start;
  for (let i = 0; i < mostIterations; i++) {
    const next = weightSquare * activationSquare(activation, q) + biasSquare;
    // Beyond these, q grows or shrinks for ever.
    if (!(next > 1e-200 && next < 1e200)) return q;
    if (Math.abs(next - q) <= 1e-12 * q) return next;
    q = next;
  }
  return q;
}

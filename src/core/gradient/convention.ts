import type { Measured } from './assess';
import { fitFactor } from './constantFactor';

/**
 * A convention of layers that are written for one network: the layer divides the gradients of its parameters by the
 * number of examples m, because the network's cost is a mean, and leaves the division out of what it passes down. Of
 * J = Σ dout ∘ out alone they are 1/m of the gradient. Where that factor is exact, it is no error of the layer.
 */

/** Which tensors may be means over the examples, by index in `model.tensors`. */
export interface MeanOver {
  readonly examples: number;
  readonly tensors: readonly number[];
}

/** The convention as it was found: the tensors that follow it. */
export type Convention = MeanOver;

export interface UnderConvention {
  readonly measured: readonly Measured[];
  readonly convention: Convention | null;
}

/**
 * Takes the factor 1/m out of the computed gradients that have it, where no parameter's gradient is without it: of two
 * that differ in the factor, one is wrong.
 */
export function underConvention(measured: readonly Measured[], possible: MeanOver | null): UnderConvention {
  const plain = { measured, convention: null };
  if (possible === null || possible.examples < 2) return plain;
  const { examples, tensors } = possible;
  const follows = measured.filter((one) => hasFactor(one, 1 / examples));
  const parameters = follows.filter((one) => tensors.includes(one.tensor));
  const contradicts = measured.some((one) => tensors.includes(one.tensor) && hasFactor(one, 1));
  // A single number always is some multiple of another.
  if (contradicts || !parameters.some(({ numerical }) => numerical.length > 1)) return plain;
  return {
    measured: measured.map((one) =>
      follows.includes(one) ? { ...one, computed: one.computed!.map((value) => value * examples) } : one,
    ),
    convention: { examples, tensors: follows.map(({ tensor }) => tensor) },
  };
}

function hasFactor({ obstacle, computed, numerical, chosen }: Measured, factor: number): boolean {
  if (obstacle !== null || computed === null) return false;
  const fit = fitFactor(computed, numerical, chosen.error * Math.sqrt(numerical.length));
  return fit !== null && Math.abs(fit.factor - factor) <= fit.error;
}

import { elementwise, type ElementwiseFunction } from '../functions';

/** A function that pairs (z, a) may hold. */
export interface Candidate {
  readonly name: ElementwiseFunction;
  readonly parameter: number | null;
  readonly value: (z: number) => number;
  /** Size of the terms that a plain formula subtracts from each other at z: its round-off goes with it. */
  readonly terms: (z: number) => number;
}

const none = (): number => 0;
const one = (): number => 1;

function plain(name: ElementwiseFunction, terms: (z: number) => number): Candidate {
  return { name, parameter: null, value: elementwise(name).value, terms };
}

/** GELU as GPT-2 has it. */
function tanhGelu(z: number): number {
  return 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
}

export const withoutParameter: readonly Candidate[] = [
  plain('identity', none),
  plain('relu', none),
  plain('tanh', one),
  plain('sigmoid', one),
  plain('softplus', one),
  plain('silu', Math.abs),
  plain('gelu', Math.abs),
  { name: 'gelu', parameter: null, value: tanhGelu, terms: Math.abs },
];

/** A leaky ReLU with the slope of the negative values; null if that is no slope between 0 and 1. */
export function leakyOf(slope: number): Candidate | null {
  if (!(slope > 0 && slope < 1 - 1e-3)) return null;
  return {
    name: 'leaky-relu',
    parameter: slope,
    value: elementwise('leaky-relu', slope).value,
    terms: none,
  };
}

export function eluOf(alpha: number): Candidate | null {
  if (!(alpha > 0 && alpha <= 10)) return null;
  return { name: 'elu', parameter: alpha, value: elementwise('elu', alpha).value, terms: () => alpha };
}

import type { ActivationFunction } from './network';

/**
 * Health of the units of a layer by the rule of its activation function: dead (ReLU: zero for every example), saturated
 * (tanh |z| > 2.5, sigmoid |z| > 5), or flat (ELU, GELU, SiLU, softplus: derivative below 1e-3).
 */
export interface UnitHealth {
  readonly layer: number;
  readonly rule: 'dead' | 'saturated' | 'flat';
  readonly activation: ActivationFunction;
  /** Of units for 'dead', of values for the others. In [0, 1]. */
  readonly share: number;
  /** Units that are dead, of all; null where shares of values are counted. */
  readonly units: { readonly dead: number; readonly of: number } | null;
  /** Share above one half. */
  readonly bad: boolean;
}

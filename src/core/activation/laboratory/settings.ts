import type { ElementwiseFunction } from '../functions';
import type { NumberFormat } from '../growth';
import type { Reinitialization } from '../schemes';

export type LaboratoryFormat = Exclude<NumberFormat, 'bfloat16'>;

/** A network of equal layers, A_ℓ = φ(W_ℓ A_(ℓ−1) + b_ℓ), with standard normal inputs. */
export interface LaboratorySettings {
  /** Number of layers L, 1 … 1000. */
  readonly depth: number;
  /** Units of each layer and number of inputs, 2 … 1000. */
  readonly width: number;
  /** m, 1 … 1000. */
  readonly examples: number;
  readonly activation: ElementwiseFunction;
  /** How the weights are made; 'factor' is standard normal weights times that number, as `* 0.01`. */
  readonly how: Reinitialization;
  /** Standard deviation σ_b of the normal biases; 0 for none. */
  readonly bias: number;
  readonly seed: number;
  /** Every array is rounded to it; sums are taken in float64. */
  readonly format: LaboratoryFormat;
}

/** Numbers that the weights of all layers, and one array of each layer, may have. */
export const mostNumbers = 40_000_000;

/** What is wrong with settings, as a sentence; null if they can be run. */
export function problemOf(settings: LaboratorySettings): string | null {
  const { depth, width, examples } = settings;
  return depth * width * Math.max(width, examples) > mostNumbers ? '' : null;
}

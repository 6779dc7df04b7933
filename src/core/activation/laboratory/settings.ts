import { count } from '../../format';
import type { ElementwiseFunction } from '../functions';
import type { NumberFormat } from '../growth';
import type { Reinitialization } from '../schemes';

export type LaboratoryFormat = Exclude<NumberFormat, 'bfloat16'>;

/** A network of equal layers, A_ℓ = φ(W_ℓ A_(ℓ−1) + b_ℓ), with standard normal inputs. */
export interface LaboratorySettings {
  /** Number of layers L. */
  readonly depth: number;
  /** Units of each layer, and number of inputs. */
  readonly width: number;
  /** m. */
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

/** Least and greatest of each. */
export const laboratoryLimits = {
  depth: [1, 1000],
  width: [2, 1000],
  examples: [1, 1000],
} as const;

/** Numbers that the weights of all layers, and the arrays of one kind, may have: 200 MB each. */
export const mostNumbers = 25_000_000;

/** What is wrong with settings, as a sentence; null if they can be run. */
export function problemOf(settings: LaboratorySettings): string | null {
  const { depth, width, examples, bias } = settings;
  for (const name of ['depth', 'width', 'examples'] as const) {
    const [least, greatest] = laboratoryLimits[name];
    const value = settings[name];
    if (Number.isInteger(value) && value >= least && value <= greatest) continue;
    return `${names[name]} is a whole number from ${least} to ${count(greatest)}.`;
  }
  if (!Number.isFinite(bias) || bias < 0) return 'The deviation of the biases is a number from 0 up.';
  if (depth * width * Math.max(width, examples) <= mostNumbers) return null;
  const most = Math.floor(mostNumbers / (width * Math.max(width, examples)));
  return `This network does not fit in memory: of width ${count(width)}, up to ${count(most)} layers do.`;
}

const names = {
  depth: 'The number of layers',
  width: 'The number of units',
  examples: 'The number of examples',
} as const;

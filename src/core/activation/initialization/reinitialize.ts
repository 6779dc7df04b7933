import type { Point } from '../../model';
import type { Network } from '../network';
import type { Reinitialization } from '../schemes';

export interface WeightTensor {
  readonly tensor: number;
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  /** As in `LayerWeights`. */
  readonly outputsFirst: boolean | null;
}

export interface BiasTensor {
  readonly tensor: number;
  /** Number of components. */
  readonly size: number;
  /** Of its layer's weights, which PyTorch's default goes by. */
  readonly fanIn: number;
}

/** The message says which weights cannot be made anew, and why. */
export class CannotReinitialize extends Error {}

/** The tensors of a network that can be made anew; one that only a part of a layer is made of is left out. */
export function tensorsOf(network: Network): {
  readonly weights: readonly WeightTensor[];
  readonly biases: readonly BiasTensor[];
} {
  throw new CannotReinitialize(String(network.layers.length));
}

/** The point of `Model.move` at which weights are made anew; biases become zero, besides with PyTorch's default and a factor. */
export function reinitialization(
  how: Reinitialization,
  weights: readonly WeightTensor[],
  biases: readonly BiasTensor[],
  seed: number,
): Point {
  throw new CannotReinitialize(`${how.kind} ${weights.length} ${biases.length} ${seed}`);
}

/** "He", "He × 2", "1.5·I", "present weights × 2". */
export function label(how: Reinitialization): string {
  return how.kind;
}

import type { Layer, Network } from '../network';

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

export interface ReinitializableTensors {
  readonly weights: readonly WeightTensor[];
  readonly biases: readonly BiasTensor[];
}

/**
 * The tensors of a network that can be made anew: those that are the weights or biases of a layer as a whole. A tensor
 * that several layers share counts once.
 *
 * @param tensors of the model
 */
export function tensorsOf(
  network: Network,
  tensors: readonly { readonly size: number }[],
): ReinitializableTensors {
  const taken = new Set<number>();
  const take = (tensor: number | null, size: number): tensor is number => {
    if (tensor === null || taken.has(tensor) || tensors[tensor]?.size !== size) return false;
    taken.add(tensor);
    return true;
  };
  const weights: WeightTensor[] = [];
  const biases: BiasTensor[] = [];
  for (const layer of network.layers) {
    const { weights: w, biases: b }: Layer = layer;
    if (w === null) continue;
    const { tensor, shape, fanIn, fanOut, outputsFirst } = w;
    if (take(tensor, product(shape))) weights.push({ tensor, shape, fanIn, fanOut, outputsFirst });
    if (b !== null && take(b.tensor, b.statistics.count)) {
      biases.push({ tensor: b.tensor, size: b.statistics.count, fanIn });
    }
  }
  return { weights, biases };
}

/** Number of components of a shape. */
export function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

import { scaleEdges } from '../../../../src/core/activation/edges';
import { statisticsOf } from '../../../../src/core/activation/laboratory/arrayStatistics';
import type {
  ActivationFunction,
  Layer,
  LayerArray,
  LayerWeights,
  Network,
} from '../../../../src/core/activation/network';

const edges = scaleEdges();

/** A weight matrix of (fanOut, fanIn). */
export function weightsOf(
  values: Float64Array,
  fanIn: number,
  fanOut: number,
  tensor: number | null = null,
  name = 'W',
): LayerWeights {
  const shape = [fanOut, fanIn];
  const statistics = statisticsOf(values, shape, edges);
  return {
    tensor,
    name,
    shape,
    statistics,
    fanIn,
    fanOut,
    outputsFirst: true,
    symmetric: false,
    place: null,
  };
}

export function arrayOf(name: string, values: Float64Array, shape: readonly number[]): LayerArray {
  const statistics = statisticsOf(values, shape, edges);
  return { name, place: null, shape, dtype: 'float64', statistics, unitsAxis: 0, examplesAxis: 1, arrays: 1 };
}

export function layerOf(
  number: number,
  activation: ActivationFunction | null,
  weights: LayerWeights | null,
  rest: Partial<Layer> = {},
): Layer {
  return {
    number,
    from: 'product',
    weights,
    biases: null,
    preActivation: null,
    activation: null,
    activationFunction: activation === null ? null : { name: activation, parameter: null, from: 'values' },
    preActivationGradient: null,
    activationGradient: null,
    ...rest,
  };
}

export function networkOf(layers: readonly Layer[], input: LayerArray | null = null): Network {
  return { input, layers, nonFinite: null, examples: null };
}

import type { Layer, LayerArray, Network } from '../network';

/** Root mean squares in the direction of the run, for `growthOf`, with the arrays they are of. */
export interface Scales {
  /** NaN where the array holds values that are not finite. */
  readonly scales: readonly number[];
  /** 0 is the input. */
  readonly layers: readonly number[];
  readonly arrays: readonly LayerArray[];
}

export interface NetworkScales {
  readonly forward: Scales;
  readonly backward: Scales;
  /** The layers that count as hidden. */
  readonly hidden: readonly Layer[];
}

/**
 * The quantities whose growth a network is judged by: forward the input and each hidden layer's activation, backward each
 * hidden layer's ∂J/∂Z from the last to the first.
 *
 * The output layer is left out: its φ, its width and the cost set its scale (probabilities, logits), not the depth. It
 * counts where it is like the layer before: same width and same φ, as in a stack of equal layers.
 */
export function scalesOf(network: Network): NetworkScales {
  const hidden = hiddenOf(network.layers);
  const forward = hidden.map((layer): readonly [number, LayerArray | null] => [
    layer.number,
    activationOf(layer),
  ]);
  const input = inputOf(network, hidden);
  const backward = [...hidden]
    .reverse()
    .map((layer): readonly [number, LayerArray | null] => [layer.number, layer.preActivationGradient]);
  return { forward: sequence([[0, input], ...forward]), backward: sequence(backward), hidden };
}

/** A, or Z where the layer has no φ of its own, as far as is known. */
export function activationOf(layer: Layer): LayerArray | null {
  return layer.activation ?? ([null, 'identity'].includes(nameOf(layer)) ? layer.preActivation : null);
}

/** The step from the input to the first activation, at most this factor, is one of the network's own. */
const mostOfInput = 10;

/**
 * The scale of the input is the data's. It counts where the first layer passes it on: not through a function that takes
 * inputs of any scale to its own, nor where biases or raw data make the step the largest of all. Of one or two hidden
 * layers it would be half of what is judged.
 */
function inputOf({ input, layers }: Network, hidden: readonly Layer[]): LayerArray | null {
  const first = layers[0];
  const next = first === undefined ? null : activationOf(first);
  if (first === undefined || input === null || next === null || hidden.length < 3) return null;
  const name = nameOf(first);
  if (name === 'sigmoid' || name === 'softplus' || name === 'softmax') return null;
  if (name === 'tanh' && input.statistics.rms > 1) return null;
  const step = next.statistics.rms / input.statistics.rms;
  return step > mostOfInput || (step > 0 && step < 1 / mostOfInput) ? null : input;
}

function hiddenOf(layers: readonly Layer[]): readonly Layer[] {
  const last = layers.at(-1);
  const before = layers.at(-2);
  if (last === undefined || before === undefined) return [];
  return isLike(last, before) ? layers : layers.slice(0, -1);
}

function isLike(last: Layer, before: Layer): boolean {
  const [width, widthBefore] = [widthOf(last), widthOf(before)];
  const [name, nameBefore] = [nameOf(last), nameOf(before)];
  return width !== null && width === widthBefore && name !== 'softmax' && name === nameBefore;
}

function nameOf(layer: Layer): string | null {
  return layer.activationFunction?.name ?? null;
}

function widthOf({ weights, activation, preActivation }: Layer): number | null {
  if (weights !== null) return weights.fanOut;
  const array = activation ?? preActivation;
  return array === null || array.unitsAxis === null ? null : (array.shape[array.unitsAxis] ?? null);
}

function sequence(entries: readonly (readonly [number, LayerArray | null])[]): Scales {
  const seen = entries.flatMap(([layer, array]) => (array === null ? [] : [{ layer, array }]));
  return {
    scales: seen.map(({ array: { statistics } }) =>
      statistics.nan > 0 || statistics.infinite > 0 ? NaN : statistics.rms,
    ),
    layers: seen.map(({ layer }) => layer),
    arrays: seen.map(({ array }) => array),
  };
}

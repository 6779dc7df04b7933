import type { UnitHealth } from '../health';
import type { Layer, LayerArray, Network } from '../network';
import { deadUnits, tooManyDead } from './deadUnits';
import { flatBelow } from './flatBelow';
import { shareBetween } from './shareBetween';

/** |z| beyond which tanh′ < 0.027 and sigmoid′ < 0.0067. */
const saturation = { tanh: 2.5, sigmoid: 5 } as const;

/** Health of each layer whose activation function is known and has a rule, in order. */
export function healthOf(network: Network, edges: Float64Array): readonly UnitHealth[] {
  const rectified = network.layers.filter((layer) => layer.activationFunction?.name === 'relu').length;
  return network.layers.flatMap((layer) => {
    // The output layer answers: a sure probability is no saturated unit.
    const isOutput = layer === network.layers.at(-1);
    const health = healthOfLayer(layer, network.examples, rectified, edges);
    return health === null ? [] : [isOutput && health.rule !== 'dead' ? { ...health, bad: false } : health];
  });
}

function healthOfLayer(
  layer: Layer,
  examples: number | null,
  rectified: number,
  edges: Float64Array,
): UnitHealth | null {
  const recognized = layer.activationFunction;
  switch (recognized?.name) {
    case 'relu':
      return dead(layer, examples, rectified);
    case 'tanh':
    case 'sigmoid':
      return ofValues(layer, 'saturated', recognized.name, saturated(layer, recognized.name, edges));
    case 'leaky-relu':
    case 'elu':
    case 'gelu':
    case 'silu':
    case 'softplus': {
      const z = usable(layer.preActivation);
      const cut = flatBelow(recognized.name, recognized.parameter);
      const share = z === null ? NaN : shareBetween(z.statistics, edges, -Infinity, cut);
      return ofValues(layer, 'flat', recognized.name, share);
    }
    default:
      return null;
  }
}

function dead(layer: Layer, examples: number | null, rectified: number): UnitHealth | null {
  const found = deadUnits(layer, examples);
  if (found === null) return null;
  const { share, units } = found;
  return {
    layer: layer.number,
    rule: 'dead',
    activation: 'relu',
    share,
    units,
    bad: tooManyDead(found, rectified),
  };
}

/** By Z, or by A where it is not at hand: |a| > tanh 2.5, a beyond σ(±5). */
function saturated(layer: Layer, name: keyof typeof saturation, edges: Float64Array): number {
  const cut = saturation[name];
  const z = usable(layer.preActivation);
  if (z !== null) return 1 - shareBetween(z.statistics, edges, -cut, cut);
  const a = usable(layer.activation);
  if (a === null) return NaN;
  const [low, high] =
    name === 'tanh' ? [-Math.tanh(cut), Math.tanh(cut)] : [1 / (1 + Math.exp(cut)), 1 / (1 + Math.exp(-cut))];
  return 1 - shareBetween(a.statistics, edges, low, high);
}

function usable(array: LayerArray | null): LayerArray | null {
  return array !== null && array.statistics.sampled > 0 ? array : null;
}

function ofValues(
  layer: Layer,
  rule: 'saturated' | 'flat',
  activation: UnitHealth['activation'],
  share: number,
): UnitHealth | null {
  if (Number.isNaN(share)) return null;
  // Sums of parts of bins are right to round-off.
  const clean = Math.min(1, Math.max(0, share));
  return { layer: layer.number, rule, activation, share: clean, units: null, bad: clean > 0.5 };
}

import type { UnitHealth } from '../../src/core/activation/health';
import type { Layer, LayerArray } from '../../src/core/activation/network';
import type { Profile } from '../../src/core/activation/profile';
import type { Place } from '../../src/core/place';
import { magnitudeQuantiles } from './magnitudes';

/** A layer as charts and tables show it. */
export interface LayerFacts {
  /** One-based; 0 is the network's input. */
  readonly number: number;
  /** As the text calls its activation, else its pre-activation, else its weights: `A3`. */
  readonly name: string;
  readonly layer: Layer | null;
  readonly forward: Quantity | null;
  /** ∂J/∂Z, or ∂J/∂A where that alone is known. */
  readonly backward: Quantity | null;
  readonly health: UnitHealth | null;
  /** The line that makes it. */
  readonly place: Place | null;
}

/** One array of a layer, as the depth profile shows it. */
export interface Quantity {
  readonly array: LayerArray;
  readonly symbol: 'A' | 'Z' | '∂J∕∂Z' | '∂J∕∂A';
  readonly rms: number;
  /** Magnitudes that are not zero between which the middle two thirds lie, and seven of eight; null without any. */
  readonly band: readonly [low: number, high: number] | null;
  readonly wideBand: readonly [low: number, high: number] | null;
  readonly nan: number;
  readonly infinite: number;
}

/** Shares of `basisPoints`: one and one and a half standard deviations of a normal distribution. */
const levels = [0.0668, 0.1587, 0.8413, 0.9332] as const;

export function layerFacts({ network, health }: Profile, edges: Float64Array): LayerFacts[] {
  const rules = new Map(health.map((one) => [one.layer, one]));
  const quantity = (symbol: Quantity['symbol'], array: LayerArray): Quantity => {
    const { rms, nan, infinite, histogram } = array.statistics;
    const [far, near, nearHigh, farHigh] = magnitudeQuantiles(histogram, edges, levels);
    const band = (low: number, high: number) =>
      Number.isNaN(low) ? null : ([low, high] as const satisfies readonly [number, number]);
    return {
      array,
      symbol,
      rms,
      band: band(near!, nearHigh!),
      wideBand: band(far!, farHigh!),
      nan,
      infinite,
    };
  };
  const { input } = network;
  const layers = network.layers.map((layer): LayerFacts => {
    const { number, activation, preActivation, preActivationGradient, activationGradient, weights } = layer;
    const forward = activation ?? preActivation;
    return {
      number,
      name: forward?.name ?? weights?.name ?? `layer ${number}`,
      layer,
      forward: forward && quantity(activation ? 'A' : 'Z', forward),
      backward: preActivationGradient
        ? quantity('∂J∕∂Z', preActivationGradient)
        : activationGradient && quantity('∂J∕∂A', activationGradient),
      health: rules.get(number) ?? null,
      place: activation?.place ?? preActivation?.place ?? weights?.place ?? null,
    };
  });
  if (input === null) return layers;
  const first: LayerFacts = {
    number: 0,
    name: input.name,
    layer: null,
    forward: quantity('A', input),
    backward: null,
    health: null,
    place: input.place,
  };
  return [first, ...layers];
}

/** Layers one after another whose array a logarithmic axis cannot show. */
export interface LostStretch {
  readonly kind: 'NaN' | '∞' | '0';
  readonly from: number;
  readonly to: number;
}

/** NaN hides infinity: a layer with both counts as NaN. A layer is zero if all of its values are. */
export function lostStretches(
  facts: readonly LayerFacts[],
  direction: 'forward' | 'backward',
): LostStretch[] {
  const stretches: { kind: LostStretch['kind']; from: number; to: number }[] = [];
  for (const fact of facts) {
    const kind = lossOf(fact[direction]);
    if (kind === null) continue;
    const last = stretches.at(-1);
    if (last?.kind === kind && last.to === fact.number - 1) last.to = fact.number;
    else stretches.push({ kind, from: fact.number, to: fact.number });
  }
  return stretches;
}

function lossOf(quantity: Quantity | null): LostStretch['kind'] | null {
  if (quantity === null) return null;
  const { nan, infinite, rms } = quantity;
  if (nan > 0) return 'NaN';
  if (infinite > 0) return '∞';
  return rms === 0 ? '0' : null;
}

/** Numbers of weights and biases, of the layers in which they are known; parts of one tensor count once each. */
export function parameterCount({ network }: Profile): number {
  return network.layers.reduce(
    (sum, { weights, biases }) => sum + (weights?.statistics.count ?? 0) + (biases?.statistics.count ?? 0),
    0,
  );
}

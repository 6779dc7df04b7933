import type { Point } from '../../model';
import type { Layer, Network } from '../network';
import { activationSquare } from './meanField';

/** How far from 1 a deviation may be. */
const tolerance = 0.02;

/**
 * The next point of LSUV (Mishkin and Matas, 2016): the weights of each layer divided so that the deviation of its Z comes
 * to 1. Start with `reinitialization({ kind: 'lsuv' }, ...)`, move there and observe; go on until done. All layers are
 * divided at once, by what their Z will be when the layers before are right: one run is enough where the functions are
 * homogeneous, as ReLU is, few are enough for the others, and at most as many as there are layers.
 *
 * @param point where the network was observed
 * @param network as observed there
 */
export function lsuvNext(point: Point, network: Network): { readonly point: Point; readonly done: boolean } {
  const divisors = new Map<number, number>();
  let done = true;
  let before: Layer | null = null;
  for (const layer of network.layers) {
    const deviation = deviationOf(layer);
    const tensor = layer.weights?.tensor ?? null;
    if (deviation !== null && tensor !== null) {
      const divisor = deviation * (before === null ? 1 : changeOf(before));
      if (!divisors.has(tensor) && Number.isFinite(1 / divisor)) divisors.set(tensor, divisor);
      if (Math.abs(deviation - 1) > tolerance && divisors.has(tensor)) done = false;
    }
    before = layer;
  }
  if (done) return { point, done };
  const divided = point.map(({ direction, step }) => {
    const made = direction.kind === 'values' || direction.kind === 'normal';
    return { direction, step: made ? step / (divisors.get(direction.tensor) ?? 1) : step };
  });
  return { point: divided, done };
}

/** Deviation of Z; null where it is not known, or nothing to divide by. */
function deviationOf({ preActivation }: Layer): number | null {
  const deviation = preActivation?.statistics.deviation ?? 0;
  return deviation > 0 && Number.isFinite(deviation) ? deviation : null;
}

/** By what the RMS of A will change when the deviation of Z has become 1. */
function changeOf(layer: Layer): number {
  const deviation = deviationOf(layer);
  const known = layer.activationFunction;
  if (deviation === null || known === null || known.name === 'softmax') return 1;
  const activation = { name: known.name, parameter: known.parameter };
  const q = layer.preActivation!.statistics.rms ** 2;
  return Math.sqrt(activationSquare(activation, q / deviation ** 2) / activationSquare(activation, q));
}

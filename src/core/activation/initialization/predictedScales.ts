import type { Layer, Network } from '../network';
import { hasZeroMean } from './auditLayer';
import { activationSquare, derivativeSquare, type KnownFunction } from './meanField';

/** What the mean-field map says of one layer, by its measured weights and biases. */
export interface PredictedLayer {
  /** σ_w² = fan-in · s². */
  readonly weightSquare: number;
  /** σ_b². */
  readonly biasSquare: number;
  /** Mean square of Z; NaN where not known. */
  readonly q: number;
  /** RMS of A; NaN where not known. */
  readonly activation: number;
  /** σ_w² E[φ′(√q z)²]; NaN where not known. */
  readonly chi: number;
}

/** The map iterated from the RMS of the input, for every layer of the network. */
export function predictedScales(network: Network): readonly PredictedLayer[] {
  let square = (network.input?.statistics.rms ?? NaN) ** 2;
  return network.layers.map((layer) => {
    const weightSquare = weightSquareOf(layer);
    const biasSquare = (layer.biases?.statistics.rms ?? 0) ** 2;
    const predicted = predictedLayer(knownFunction(layer), weightSquare, biasSquare, square);
    square = predicted.activation ** 2;
    return predicted;
  });
}

/** @param square mean square of what the layer is given */
export function predictedLayer(
  known: KnownFunction | null,
  weightSquare: number,
  biasSquare: number,
  square: number,
): PredictedLayer {
  const q = weightSquare * square + biasSquare;
  const usable = known !== null && Number.isFinite(q);
  return {
    weightSquare,
    biasSquare,
    q,
    activation: usable ? Math.sqrt(activationSquare(known, q)) : NaN,
    chi: usable ? weightSquare * derivativeSquare(known, q) : NaN,
  };
}

/** The map holds for weights that are drawn around zero. */
function weightSquareOf({ weights }: Layer): number {
  return weights !== null && hasZeroMean(weights.statistics)
    ? weights.fanIn * weights.statistics.rms ** 2
    : NaN;
}

/** Null for softmax, which takes more than one number, and where the function was not recognised. */
export function knownFunction({ activationFunction }: Layer): KnownFunction | null {
  if (activationFunction === null || activationFunction.name === 'softmax') return null;
  return { name: activationFunction.name, parameter: activationFunction.parameter };
}

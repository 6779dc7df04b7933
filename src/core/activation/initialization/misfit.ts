import type { ActivationFunction, Layer, Network } from '../network';
import type { AuditedScheme, InitializationAudit } from '../schemes';
import type { AuditedLayer } from './auditLayer';
import { knownFunction, predictedLayer, type PredictedLayer } from './predictedScales';

/** How the weights were made, as far as their scale tells. */
export type MadeBy = Pick<InitializationAudit, 'inUse' | 'constantScale' | 'multiple'>;

/** Weights that do not fit their activations, and what comes of it. */
export interface Misfit {
  /** What changes its scale. */
  readonly of: 'gradients' | 'activations';
  /** By what factor per hidden layer. */
  readonly perLayer: number;
  /** Of the hidden layers; null where they differ. */
  readonly activation: ActivationFunction | null;
  readonly fitting: AuditedScheme;
}

/** The scheme in use may be off by this, relative, and still be what the activation asks for. */
const closeEnough = 0.05;
/** Change over the hidden layers that matters, and how much larger it is than with the fitting scheme. */
const mattering = Math.log(10);
const worse = Math.log(3);
/** A network whose activations are not near the prediction is not as simple as the map takes it to be. */
const nearPrediction = Math.log(3);

/**
 * Null wherever it cannot be told, or does not matter: weights that follow no scheme (trained ones), few layers, layers
 * that are normalized or skipped.
 *
 * @param predicted for each layer of the network
 */
export function misfitOf(
  network: Network,
  hidden: readonly AuditedLayer[],
  predicted: readonly PredictedLayer[],
  { inUse, constantScale, multiple }: MadeBy,
): Misfit | null {
  if (inUse.length === 0 && constantScale === null && multiple === null) return null;
  // All layers but the last must be known.
  if (hidden.length < 2 || hidden.length !== network.layers.length - 1) return null;
  const unfit = hidden.find((one) => !fits(one));
  const fitting = unfit?.audit.fitting ?? null;
  if (fitting === null || !asPredicted(network.layers, predicted)) return null;
  const start = network.input?.statistics.rms ?? NaN;
  const is = changeOver(predicted.slice(0, -1), start);
  const shouldBe = changeOver(fittingScales(hidden, start), start);
  const matters = (a: number, b: number): boolean =>
    Math.abs(a) > mattering && Math.abs(a) > Math.abs(b) + worse;
  const of = matters(is.gradients, shouldBe.gradients)
    ? 'gradients'
    : matters(is.activations, shouldBe.activations)
      ? 'activations'
      : null;
  if (of === null) return null;
  const names = new Set(hidden.map(({ layer }) => layer.activationFunction?.name ?? null));
  const activation = names.size === 1 ? [...names][0]! : null;
  return { of, perLayer: Math.exp(is[of] / hidden.length), activation, fitting };
}

/** True also where nothing is asked for. */
function fits({ audit }: AuditedLayer): boolean {
  const asked = audit.ratios.find(({ scheme }) => scheme === audit.fitting);
  return asked === undefined || asked.agrees || Math.abs(asked.ratio - 1) <= closeEnough;
}

/** Where activations were measured, they are near the prediction. */
function asPredicted(layers: readonly Layer[], predicted: readonly PredictedLayer[]): boolean {
  return layers.slice(0, -1).every(({ activation }, i) => {
    const measured = activation?.statistics.rms ?? null;
    return measured === null || Math.abs(Math.log(measured / predicted[i]!.activation)) <= nearPrediction;
  });
}

/** ln of the total change, from the input to the last of the layers, and back; NaN where not known. */
function changeOver(
  layers: readonly PredictedLayer[],
  start: number,
): { readonly activations: number; readonly gradients: number } {
  let gradients = 0;
  for (const { chi } of layers) gradients += Math.log(chi) / 2;
  return { activations: Math.log(layers.at(-1)!.activation / start), gradients };
}

/** What the map says with the schemes that the activations ask for, without biases. */
function fittingScales(hidden: readonly AuditedLayer[], start: number): readonly PredictedLayer[] {
  let square = start ** 2;
  return hidden.map(({ layer, audit }) => {
    const predicted = predictedLayer(knownFunction(layer), audit.fitting === 'he' ? 2 : 1, 0, square);
    square = predicted.activation ** 2;
    return predicted;
  });
}

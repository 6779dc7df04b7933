import type { Network } from '../network';
import type { InitializationAudit } from '../schemes';
import { auditLayer, type AuditedLayer } from './auditLayer';
import { derivativeSquare, fixedPoint } from './meanField';
import { misfitOf, type MadeBy } from './misfit';
import { knownFunction, predictedScales, type PredictedLayer } from './predictedScales';
import { constantScaleOf, multipleOf, schemesInUse } from './schemeInUse';
import { sentenceOfMisfit, sentenceOfTrouble } from './sentence';

/**
 * Holds the weights of a network against the schemes, and says which is in use and whether it fits the activations.
 * `predicted` has one number per layer of the network. `mismatched` is also true where the weights of hidden layers leave
 * their units alike, and `sentence` is not empty exactly where it is true.
 * Null where no layer has weights that are known.
 */
export function auditOf(network: Network): InitializationAudit | null {
  const audited = network.layers.map(auditLayer).filter((one) => one !== null);
  if (audited.length === 0) return null;
  const hidden = audited.filter(({ layer }) => layer !== network.layers.at(-1));
  const predicted = predictedScales(network);
  const inUse = schemesInUse(audited);
  const constantScale = inUse.length > 0 ? null : (constantScaleOf(audited) ?? constantScaleOf(hidden));
  const multiple = inUse.length > 0 || constantScale !== null ? null : multipleOf(hidden);
  const made: MadeBy = { inUse, constantScale, multiple };
  const alike = unitsAlike(network, hidden);
  const misfit = alike.length > 0 ? null : misfitOf(network, hidden, predicted, made);
  const chi = typicalChi(network, hidden, predicted);
  return {
    layers: audited.map(({ audit }) => audit),
    ...made,
    chi,
    gradientFactor: chi === null ? null : Math.sqrt(chi),
    predicted: Float64Array.from(predicted, ({ activation }) => activation),
    mismatched: alike.length > 0 || misfit !== null,
    sentence:
      alike.length > 0 ? sentenceOfTrouble(alike) : misfit === null ? '' : sentenceOfMisfit(misfit, made),
  };
}

/** Hidden layers whose units cannot become different. Zeros beyond the first layer may be meant: they switch a branch off. */
function unitsAlike(network: Network, hidden: readonly AuditedLayer[]): readonly AuditedLayer[] {
  const alike = hidden.filter(({ audit }) => audit.trouble !== null);
  const certain = alike.some(({ layer, audit }) => audit.trouble !== 'zero' || layer === network.layers[0]);
  return certain ? alike : [];
}

/** χ at the fixed point of the map, of the hidden layer whose σ_w² is in the middle; null if none is known. */
function typicalChi(
  network: Network,
  hidden: readonly AuditedLayer[],
  predicted: readonly PredictedLayer[],
): number | null {
  const known = hidden
    .map(({ layer }) => ({ activation: knownFunction(layer), at: predicted[network.layers.indexOf(layer)]! }))
    .filter(({ activation, at }) => activation !== null && at.weightSquare > 0)
    .sort((a, b) => a.at.weightSquare - b.at.weightSquare);
  const middle = known[(known.length - 1) >> 1];
  if (middle === undefined) return null;
  const { weightSquare, biasSquare, q } = middle.at;
  const start = q > 0 && Number.isFinite(q) ? q : weightSquare + biasSquare;
  const fixed = fixedPoint(middle.activation!, weightSquare, biasSquare, start);
  return weightSquare * derivativeSquare(middle.activation!, fixed);
}

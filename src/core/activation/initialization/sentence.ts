import { count, decimal } from '../../format';
import type { ActivationFunction } from '../network';
import type { AuditedScheme } from '../schemes';
import type { AuditedLayer } from './auditLayer';
import { schemeNames } from './deviations';
import type { MadeBy, Misfit } from './misfit';
import { shortNumber } from './shortNumber';

const layerNames: Readonly<Record<ActivationFunction, string>> = {
  relu: 'ReLU',
  'leaky-relu': 'leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softmax: 'softmax',
  identity: 'linear',
};

/** "PyTorch default, not He: gradients shrink to 0.41 × per ReLU layer." */
export function sentenceOfMisfit({ of, perLayer, activation, fitting }: Misfit, made: MadeBy): string {
  const word = perLayer < 1 ? 'shrink to' : 'grow to';
  const layer = activation === null ? 'hidden' : layerNames[activation];
  return `${usedText(made, fitting)}: ${of} ${word} ${decimal(perLayer, 2)} × per ${layer} layer.`;
}

function usedText({ inUse, constantScale, multiple }: MadeBy, fitting: AuditedScheme): string {
  if (multiple !== null)
    return `${shortNumber(multiple.factor)} × ${schemeNames[multiple.scheme]} in every hidden layer`;
  // The first stands for all: Xavier for LeCun, which is the same.
  const used =
    inUse[0] === undefined
      ? `Weights of standard deviation ${shortNumber(constantScale!)} in every layer`
      : schemeNames[inUse[0]];
  return `${used}, not ${schemeNames[fitting]}`;
}

/** "W1 is all zeros: the units of layer 1 start alike and stay alike." */
export function sentenceOfTrouble(layers: readonly AuditedLayer[]): string {
  const [first] = layers;
  const { audit, weights } = first!;
  const more = layers.length - 1;
  const [subject, verb] =
    more === 0 ? [weights.name, 'is'] : [`${weights.name} and ${count(more)} more`, 'are'];
  const which = more === 0 ? `layer ${audit.layer}` : 'a layer';
  return `${subject} ${verb} ${troubles[audit.trouble!]}: the units of ${which} start alike and stay alike.`;
}

const troubles = {
  zero: 'all zeros',
  constant: 'the same number everywhere',
  symmetric: 'the same for all units',
} as const;

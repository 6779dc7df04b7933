import type { ActivationFunction, Network } from '../../core/activation/network';
import type { Profile } from '../../core/activation/profile';
import type { AuditedScheme, InitializationAudit } from '../../core/activation/schemes';
import { alikeLayer } from './answer';

/** What to do about it, in the textbook's words; empty if nothing. */
export function adviceOf(profile: Profile, audit: InitializationAudit | null): string {
  const { network, forward, backward, health } = profile;
  const lost = [forward, backward].some(({ verdict }) => verdict === 'exploding' || verdict === 'vanishing');
  const bad = health.filter((one) => one.bad);
  const dead = bad.some(({ rule }) => rule === 'dead');
  // Weights that fit are not what made the units die.
  if (lost && profile.verdict === 'wrong' && !(dead && audit?.mismatched === false))
    return forScale(profile, audit);
  const { nonFinite } = network;
  if (nonFinite !== null && nonFinite.place === null && profile.verdict === 'wrong')
    return `${nonFinite.name} holds them before the run: look at where it is made, or at the training that changed it.`;
  if (nonFinite !== null && profile.verdict === 'wrong')
    return 'Look at what this line takes: the logarithm of 0, a division by 0, or the exponential of a large number. Computing with log-probabilities, or subtracting the maximum before exp, avoids it.';
  if (alikeLayer(network.layers, audit) !== null)
    return `Random weights break the symmetry; biases may be zero. ${careful(network)}`;
  if (dead)
    return 'Dead units do not learn. Let biases start at 0, normalize the inputs, use He’s initialization and a smaller learning rate, or a leaky ReLU.';
  if (bad.length > 0)
    return `There the derivative is almost 0 and learning is slow. ${careful(network)} Normalize the inputs.`;
  return audit?.mismatched === true ? careful(network) : '';
}

/** Where activations or gradients lose their scale. The scheme that is there already is not advised once more. */
function forScale({ network, backward }: Profile, audit: InitializationAudit | null): string {
  const hidden = network.layers
    .slice(0, -1)
    .map(({ activationFunction }) => activationFunction?.name ?? null);
  const fits = audit?.mismatched === false && audit.inUse.some((scheme) => isAsked(audit, scheme));
  if (hidden.every((name) => name === 'sigmoid') && backward.verdict === 'vanishing') {
    const why = 'The derivative of the sigmoid is at most 1/4: gradients shrink with any usual weights.';
    return `${why} Use tanh with randn · √(1/n) (Xavier) or ReLU with randn · √(2/n) (He), where n is the number of inputs of a layer. Batch normalization helps as well.`;
  }
  if (fits) return 'The weights are as the activation asks already. Batch normalization helps.';
  return `${careful(network)} Batch normalization helps as well.`;
}

/** True if all layers whose activation asks for a scheme ask for this one. */
function isAsked({ layers }: InitializationAudit, scheme: AuditedScheme): boolean {
  const asked = layers.slice(0, -1).flatMap(({ fitting }) => fitting ?? []);
  return asked.length > 0 && asked.every((one) => one === scheme);
}

/** The scheme that the hidden layers ask for. */
function careful({ layers }: Network): string {
  const names = new Set<ActivationFunction>();
  for (const { activationFunction } of layers.slice(0, -1))
    if (activationFunction !== null) names.add(activationFunction.name);
  if (names.size === 1 && names.has('identity'))
    return 'Initialize each layer’s weights by the number n of its inputs: randn · √(1/n) (Xavier), as no activation follows.';
  const he = 'randn · √(2/n) (He) where ReLU follows';
  const xavier = 'randn · √(1/n) (Xavier) where tanh or sigmoid follows';
  const kin: readonly ActivationFunction[] = ['relu', 'leaky-relu', 'elu', 'gelu', 'silu', 'softplus'];
  const rectified = kin.some((name) => names.has(name));
  const bounded = names.has('tanh') || names.has('sigmoid');
  const which = [...(rectified || !bounded ? [he] : []), ...(bounded || !rectified ? [xavier] : [])];
  return `Initialize each layer’s weights by the number n of its inputs: ${which.join(', ')}.`;
}

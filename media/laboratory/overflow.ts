import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import type { Profile } from '../../src/core/activation/profile';
import { type LayerFacts, lostStretches } from '../activations/layerFacts';

/** Where numbers leave their format, in words, as far as the verdict does not say so; empty if they do not. */
export function overflowText(
  facts: readonly LayerFacts[],
  profile: Profile,
  { format }: LaboratorySettings,
): string {
  const parts: string[] = [];
  const forward = lostStretches(facts, 'forward');
  const infinite = forward.find(({ kind }) => kind === '∞');
  const nan = forward.find(({ kind }) => kind === 'NaN');
  if (infinite) parts.push(`At layer ${infinite.from} the activations overflow ${format} and become ∞.`);
  if (nan)
    parts.push(
      infinite && infinite.from < nan.from
        ? `From layer ${nan.from} on sums of ∞ and −∞, or 0 · ∞, are NaN.`
        : `At layer ${nan.from} the sums overflow ${format}: ∞ − ∞ is NaN.`,
    );
  const zero = forward.find(({ kind }) => kind === '0');
  if (zero && profile.forward.zeroFrom === null)
    parts.push(`From layer ${zero.from} on all activations are zero in ${format}.`);
  // Backward, the run goes from the last layer to the first.
  const backward = lostStretches(facts, 'backward');
  const none = backward.findLast(({ kind }) => kind === '0');
  if (none && profile.backward.zeroFrom === null)
    parts.push(`From layer ${none.to} down all gradients are zero in ${format}.`);
  const last = backward.findLast(({ kind }) => kind !== '0');
  if (last)
    parts.push(
      (infinite ?? nan)
        ? `No gradient can be computed through them: from layer ${last.to} down it is ${last.kind}.`
        : `The gradient overflows ${format}: from layer ${last.to} down it is ${last.kind}.`,
    );
  return parts.join(' ');
}

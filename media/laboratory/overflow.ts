import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import { type LayerFacts, nonFiniteStretches } from '../activations/layerFacts';

/** Where numbers leave their format, in words; empty if they do not. */
export function overflowText(facts: readonly LayerFacts[], { format }: LaboratorySettings): string {
  const parts: string[] = [];
  const forward = nonFiniteStretches(facts, 'forward');
  const infinite = forward.find(({ kind }) => kind === '∞');
  const nan = forward.find(({ kind }) => kind === 'NaN');
  if (infinite) parts.push(`At layer ${infinite.from} the activations overflow ${format} and become ∞.`);
  if (nan)
    parts.push(
      infinite && infinite.from < nan.from
        ? `From layer ${nan.from} on sums of ∞ and −∞, or 0 · ∞, are NaN.`
        : `At layer ${nan.from} the sums overflow ${format}: ∞ − ∞ is NaN.`,
    );
  // Backward, the run goes from the last layer to the first.
  const last = nonFiniteStretches(facts, 'backward').at(-1);
  if (last)
    parts.push(
      forward.length > 0
        ? `No gradient can be computed through them: from layer ${last.to} down it is ${last.kind}.`
        : `The gradient overflows ${format}: from layer ${last.to} down it is ${last.kind}.`,
    );
  return parts.join(' ');
}

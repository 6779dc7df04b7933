import { isLayerStep, requiredOf, takesUpstream } from './functionKinds';
import type { Member } from './members';
import { meritOf, needsResults, type Candidate, type Way } from './readings';
import type { FunctionKind } from './roles';
import { isStepWithGlobals, takesData } from './updates';

/**
 * Further ways to read a file, for when it has no cost that goes with returned or kept gradients: updates in place, and
 * forward and backward passes without a cost.
 */

/** How sure each way is, for the order in which they are tried. */
const ranks = { update: 3000, assumedGradients: 2000, upstream: 1000, assumedUpdate: 0 } as const;

/** @param dataInside true for methods of an object that was built with the data. */
export function furtherCandidates(
  members: readonly Member[],
  file: string,
  dataInside: boolean,
): readonly Candidate[] {
  const of = (kind: FunctionKind): readonly Member[] => members.filter((member) => member.kind === kind);
  const forwards = of('forward').filter((member) => !isLayerStep(member.fact));
  const costs = of('cost').filter((member) => !takesUpstream(member.fact));
  const backwards = of('backward').filter((member) => !/deriv/i.test(member.fact.name));
  const whole = backwards.filter((member) => !takesUpstream(member.fact) && !isLayerStep(member.fact));
  const steps = of('update').filter(
    (member) => dataInside || takesData(member.fact) || isStepWithGlobals(member.fact),
  );
  // A cost that cannot be used is for the user to mend, not for us to replace.
  const assuming = costs.length === 0 ? forwards : [];
  const found: Candidate[] = [];
  const add = (
    way: Way,
    assumed: boolean,
    rank: number,
    chosen: readonly Member[],
    reset: Member | null,
  ): void => {
    found.push({ way, assumed, members: chosen, reset, merit: rank + meritOf(chosen, file) });
  };

  for (const update of [...steps, ...whole]) {
    const named = update.kind === 'update' ? 100 : 0;
    const needsForward = needsResults(update.fact) || (update.kind === 'backward' && update.stateful);
    for (const cost of costs) {
      const afterForward = needsForward || needsResults(cost.fact) || (cost.stateful && !takesInputs(cost));
      for (const forward of forwards)
        if (afterForward) add('update', false, ranks.update + named, [forward, cost, update], null);
      if (!needsForward && !needsResults(cost.fact))
        add('update', false, ranks.update + named, [cost, update], null);
    }
    if (costs.length === 0 || update.kind === 'update')
      add('update', false, ranks.update + named - 500, [update], null);
    for (const forward of assuming) add('update', true, ranks.assumedUpdate + named, [forward, update], null);
  }
  for (const forward of assuming) {
    for (const backward of whole) {
      const reset = backward.stateful ? (of('reset')[0] ?? null) : null;
      add('gradients', true, ranks.assumedGradients, [forward, backward], reset);
    }
    for (const backward of backwards.filter(({ fact }) => takesUpstream(fact) && !isOneLayer(fact.name))) {
      const reset = backward.stateful ? (of('reset')[0] ?? null) : null;
      add('upstream', false, ranks.upstream, [forward, backward], reset);
    }
  }
  return found.sort((a, b) => b.merit - a.merit);
}

function takesInputs({ fact }: Member): boolean {
  return requiredOf(fact).some(({ name }) => /^(x\w*|inputs?|data)$/i.test(name));
}

/** `linear_backward` belongs to one layer; `backward`, `model_backward` and `backward_pass` to a network. */
function isOneLayer(name: string): boolean {
  return /(linear|affine|dense|fc|relu|sigmoid|tanh|softmax|conv|pool|norm|activation|layer_|dropout|cell|step|attention|embedding)/i.test(
    name,
  );
}

import type { BindingResult, BindOptions, Runner } from './binding';
import { bindAmong, byMerit } from './byNames';
import { classReadings } from './classes';
import { contextOf } from './explore';
import { isLayerStep, takesUpstream } from './functionKinds';
import { functionReadings } from './functions';
import type { Inventory } from './inventory';
import type { Member } from './members';
import { problemOf } from './problemOf';
import { meritOf, type Candidate } from './readings';
import { Session } from './session';

/** Calls that finding out how the forward pass is called may cost. */
const callLimit = 120;
/** A cost takes the forward pass with it, but is asked for only where there is no forward pass on its own. */
const behindForward = 1000;

/** Finds out how the forward pass of a file is called, where it has no gradients or none that can be had. */
export async function bindForward(
  inventory: Inventory,
  runner: Runner,
  options: BindOptions,
): Promise<BindingResult> {
  const session = new Session(runner, callLimit);
  try {
    const context = await contextOf(inventory, options, session);
    const all = [
      ...functionReadings(context, forwardCandidates),
      ...classReadings(context, forwardCandidates),
    ];
    const networks = all.filter(({ singleLayer }) => !singleLayer);
    return await bindAmong(byMerit(networks), [], context);
  } catch (error) {
    return { ok: false, problem: problemOf(error, inventory) };
  }
}

function forwardCandidates(members: readonly Member[], file: string): readonly Candidate[] {
  const whole = members.filter(({ fact }) => !isLayerStep(fact) && !takesUpstream(fact));
  return whole
    .filter(({ kind }) => kind === 'forward' || kind === 'cost')
    .map((member) => ({
      way: 'forward' as const,
      assumed: false,
      members: [member],
      reset: null,
      merit: meritOf([member], file) - (member.kind === 'cost' ? behindForward : 0),
    }))
    .sort((a, b) => b.merit - a.merit);
}

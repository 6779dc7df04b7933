import type { ScriptCost } from './cost';
import { mayBeError } from './costNames';
import type { TrainingLoop } from './trainingLoop';

/**
 * Why gradients of a loop that are not those of its cost may be right all the same; null if nothing in its text says so.
 * @param state what else the loop changes that is shaped like a parameter
 */
export function whyDoubtful(cost: ScriptCost, loop: TrainingLoop, state: readonly string[]): string | null {
  const { name, assumed } = cost;
  const [first] = state;
  if (first !== undefined)
    return `The updates go by more than one gradient: the loop changes \`${first}\` too, as an optimizer does. Give the gradients names such as \`dW\`, so that they can be checked themselves.`;
  if (loop.repeats)
    return 'The loop updates the same parameter more than once in one pass, so that what it changes is no gradient of one cost. Compute the gradients in a function of their own.';
  if (assumed) return null;
  if (loop.costs.some((one) => one.name === name && one.otherData))
    return `The gradients are not those of \`${name}\`, which seems to be of other examples than the updates. Compute the cost of the examples that the updates take.`;
  if (mayBeError(name))
    return `The gradients are not those of \`${name}\`, which may be no cost at all. Call the cost \`loss\` to be sure.`;
  return null;
}

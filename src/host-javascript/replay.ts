import type { Plan, PlannedTensor, Source, Step } from '../core/binding/plan';
import { slotsIn, sourcesAfter, sourcesOf } from '../core/binding/planSlots';

/**
 * The steps of the past that a plan needs: those that set the slots it uses before it sets them itself, and what these
 * needed in turn. So a computation that the plan makes is not made twice, unless what it gives depends on the calls before.
 */
export function stepsFor(plan: Plan, past: readonly Step[]): readonly Step[] {
  const wanted = new Set<string>();
  const want = (source: Source): void => {
    for (const slot of slotsIn(source)) wanted.add(slot);
  };
  const wantBefore = (steps: readonly Step[], ...results: readonly Source[]): void => {
    const set = new Set<string>();
    const wantUnset = (source: Source): void => {
      for (const slot of slotsIn(source)) if (!set.has(slot)) wanted.add(slot);
    };
    for (const step of steps) {
      sourcesOf(step).forEach(wantUnset);
      if (plan.restore !== true) set.add(step.slot);
    }
    results.forEach(wantUnset);
  };
  plan.tensors.flatMap(sourcesBefore).forEach(want);
  wantBefore(plan.cost);
  wantBefore(plan.gradient, ...plan.tensors.flatMap(sourcesAfter));
  const needed: Step[] = [];
  for (const step of [...past].reverse()) {
    if (!wanted.delete(step.slot)) continue;
    needed.unshift(step);
    sourcesOf(step).forEach(want);
  }
  return needed;
}

/** What is read before the gradient steps. */
function sourcesBefore({ parameter, gradient }: PlannedTensor): readonly Source[] {
  const read = 'get' in parameter ? [parameter.get, parameter.set] : [parameter];
  return gradient?.from === 'change' && gradient.of !== undefined ? [...read, gradient.of] : read;
}

import type { Plan, PlannedTensor, Source, Step } from './plan';

/** Which slots the steps of a plan use. */

/** What a step takes. */
export function sourcesOf(step: Step): readonly Source[] {
  if ('value' in step) return [step.value];
  if ('dot' in step) return step.dot.flat();
  if ('cost' in step) return [step.output, step.labels];
  if ('take' in step) return [step.take];
  if ('assign' in step) return [step.assign, step.to];
  return [step.call, ...step.positional, ...Object.values(step.keywords)];
}

/** What is read of a tensor only when the gradient steps have run. */
export function sourcesAfter({ gradient }: PlannedTensor): readonly Source[] {
  if (gradient === null) return [];
  if (gradient.from !== 'change') return [gradient];
  return gradient.after === undefined ? [] : [gradient.after];
}

export function slotsIn(source: Source): readonly string[] {
  switch (source.from) {
    case 'slot':
      return [source.slot];
    case 'list':
      return source.items.flatMap(slotsIn);
    case 'mapping':
      return source.entries.flatMap(([, item]) => slotsIn(item));
    default:
      return [];
  }
}

/** The plan without gradient steps whose results nobody uses; null if there are none. */
export function withoutUnusedSteps(plan: Plan): Plan | null {
  const used = new Set(plan.tensors.flatMap(sourcesAfter).flatMap(slotsIn));
  const kept: Step[] = [];
  for (const step of [...plan.gradient].reverse()) {
    if (!used.has(step.slot)) continue;
    kept.unshift(step);
    for (const source of sourcesOf(step)) slotsIn(source).forEach((slot) => used.add(slot));
  }
  return kept.length < plan.gradient.length ? { ...plan, gradient: kept } : null;
}

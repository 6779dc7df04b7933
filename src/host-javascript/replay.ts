import type { Change, Plan, PlannedTensor, Source, Step } from '../core/binding/plan';

/** The steps of the past that a plan needs: those that set the slots it uses, and what these needed in turn. */
export function stepsFor(plan: Plan, past: readonly Step[]): readonly Step[] {
  const wanted = new Set<string>();
  const want = (source: Source): void => {
    for (const slot of slotsIn(source)) wanted.add(slot);
  };
  [...plan.cost, ...plan.gradient].flatMap(sourcesOf).forEach(want);
  plan.tensors.flatMap(sourcesOfTensor).forEach(want);
  const needed: Step[] = [];
  for (const step of [...past].reverse()) {
    if (!wanted.delete(step.slot)) continue;
    needed.unshift(step);
    sourcesOf(step).forEach(want);
  }
  return needed;
}

function sourcesOf(step: Step): readonly Source[] {
  if ('value' in step) return [step.value];
  if ('dot' in step) return step.dot.flat();
  if ('cost' in step) return [step.output, step.labels];
  if ('take' in step) return [step.take];
  if ('assign' in step) return [step.assign, step.to];
  return [step.call, ...step.positional, ...Object.values(step.keywords)];
}

function sourcesOfTensor({ parameter, gradient }: PlannedTensor): readonly Source[] {
  const read = 'get' in parameter ? [parameter.get, parameter.set] : [parameter];
  if (gradient === null) return read;
  return gradient.from === 'change' ? [...read, ...sourcesOfChange(gradient)] : [...read, gradient];
}

function sourcesOfChange({ of, after }: Change): readonly Source[] {
  return [of, after].filter((source) => source !== undefined);
}

function slotsIn(source: Source): readonly string[] {
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

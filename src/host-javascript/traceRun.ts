import type { Plan, Step } from '../core/binding/plan';
import type { TraceReply } from '../protocol/host';
import { limited } from './bind';
import { putBackGuarded, type BoundModel } from './boundModel';
import { tracedValue } from './changedParameter';
import type { LoadedModel, ReturnedGradient } from './loader';
import { compileStep, type Slots } from './plan';
import { prepare } from './prepare';
import { stepsFor } from './replay';
import { tensorOf } from './tensors';
import { within } from './timeLimit';

/** A bound model and how it came to be, to be made once more where it can be observed. */
export interface Traceable {
  readonly loaded: LoadedModel;
  readonly model: BoundModel;
  readonly plan: Plan;
  /** The steps that were run before, in order. */
  readonly past: readonly Step[];
}

/** Computes the gradients once under observation, at the same point, and tells where they were made. */
export async function traceRun(traceable: Traceable): Promise<TraceReply> {
  const { loaded, model, plan, past } = traceable;
  if (loaded.instrumented === undefined) return loaded.trace(() => gradientsOf(model));
  try {
    return traceCopy(await loaded.instrumented(), traceable, stepsFor(plan, past));
  } catch {
    // A step whose result nobody uses may have been what made it work.
    return traceCopy(await loaded.instrumented(), traceable, past);
  }
}

function traceCopy(copy: LoadedModel, traceable: Traceable, steps: readonly Step[]): TraceReply {
  const observed = boundCopy(copy, traceable, steps);
  return copy.trace(() => gradientsOf(observed));
}

/** The model bound in another copy of its files, with the parameters that it has now. */
export function boundCopy(
  copy: LoadedModel,
  { model, plan }: Pick<Traceable, 'model' | 'plan'>,
  steps: readonly Step[],
): BoundModel {
  const slots: Slots = new Map();
  for (const step of steps) {
    const run = compileStep(step, copy);
    within(model.timeLimit, () => run(slots));
  }
  const tensors = plan.tensors.map((planned) => tensorOf(planned, copy, slots));
  tensors.forEach((tensor, i) => {
    const { base, size } = { base: model.tensors[i]!.base, size: tensor.storage.size };
    if (base.length === size) tensor.storage.restore(base);
  });
  return prepare(plan, tensors, copy, slots, model.timeLimit, null);
}

function gradientsOf(model: BoundModel): readonly ReturnedGradient[] {
  const values = limited(model, 'gradient', () => model.computeGradients());
  putBackGuarded(model);
  return model.tensors.map(({ planned }, i) => ({ tensor: planned.name, value: tracedValue(values[i]) }));
}

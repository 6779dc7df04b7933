import type { Plan, Source } from '../core/binding/plan';
import type { BoundModel, HostTensor } from './boundModel';
import { changedParameter, numbersOf } from './changedParameter';
import { describe } from './describe';
import { asHostError, HostError } from './failures';
import { scalarOf } from './gradients';
import type { LoadedModel } from './loader';
import { compileSource, compileStep, type Slots } from './plan';
import { reseed } from './randomness';
import type { RestoredState } from './restoredState';

/** Compiles the steps of a plan, to be carried out again and again. */
export function prepare(
  plan: Plan,
  tensors: readonly HostTensor[],
  loaded: LoadedModel,
  slots: Slots,
  timeLimit: number,
  state: RestoredState | null,
): BoundModel {
  const guarded = <T>(where: Partial<HostError['failure']>, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw asHostError(error, where, loaded.ownFiles?.() ?? loaded.inventory.file);
    }
  };
  const compile = (steps: Plan['cost'], section: 'cost' | 'gradient'): (() => void) => {
    const runners = steps.map((step) => compileStep(step, loaded));
    return () =>
      runners.forEach((run, step) => {
        guarded({ section, step }, () => run(slots));
      });
  };
  const costSteps = compile(plan.cost, 'cost');
  const gradientSteps = compile(plan.gradient, 'gradient');
  const J = compileSource(plan.J, loaded);
  const gradients = tensors.map((tensor) => gradientGetter(tensor, loaded));
  const begin = () => {
    state?.restore();
    if (plan.reseed !== null) reseed(plan.reseed, loaded);
  };
  const evaluateAsIs = (): number => {
    costSteps();
    const { value } = guarded({ section: 'cost' }, () => J(slots));
    const cost = scalarOf(value);
    if (cost !== null) return cost;
    const found = describe(value, loaded.factsOf);
    throw new HostError({ kind: 'result', message: 'The cost is not one number.', section: 'cost', found });
  };
  return {
    tensors,
    timeLimit,
    evaluateAsIs: () => {
      if (plan.reseed !== null) reseed(plan.reseed, loaded);
      return evaluateAsIs();
    },
    evaluate: () => {
      begin();
      return evaluateAsIs();
    },
    imaginaryCost:
      loaded.imaginaryCost === undefined
        ? null
        : ({ storage }, index, distance) => {
            begin();
            return loaded.imaginaryCost!(String(storage.located.key), index, distance);
          },
    computeGradients: () => {
      begin();
      const readers = gradients.map((gradient) => gradient(slots));
      gradientSteps();
      return readers.map((read) => valueOrUndefined(read));
    },
  };
}

/** Looks at what is to change before the gradient steps, and gives a function that reads the gradient after them. */
type GradientGetter = (slots: Slots) => () => unknown;

function gradientGetter({ planned, storage }: HostTensor, loaded: LoadedModel): GradientGetter {
  const { gradient, parameter } = planned;
  if (gradient === null) return () => () => undefined;
  const valueOf = (source: Source) => {
    const get = compileSource(source, loaded);
    return (slots: Slots) => get(slots).value;
  };
  if (gradient.from !== 'change') {
    const get = valueOf(gradient);
    return (slots) => () => get(slots);
  }
  const { of, after, rate } = gradient;
  const own = 'get' in parameter ? () => storage.copy() : valueOf(parameter);
  const before = of === undefined ? () => storage.copy() : valueOf(of);
  const now = after !== undefined ? valueOf(after) : of !== undefined ? valueOf(of) : own;
  return (slots) => {
    const start = numbersOf(valueOrUndefined(() => before(slots)));
    return () => changedParameter(now(slots), start, rate);
  };
}

/** A gradient that is not there is a fact about the tensor, not a failure. */
function valueOrUndefined(get: () => unknown): unknown {
  try {
    return get();
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}

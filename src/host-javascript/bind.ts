import type { Plan } from '../core/binding/plan';
import type { BindNote, BindReply, BoundTensor } from '../protocol/host';
import { norm, putBackAll, type BoundModel, type HostTensor } from './boundModel';
import { describe } from './describe';
import { asHostError, HostError } from './failures';
import { readGradient, scalarOf } from './gradients';
import { identityOf } from './identity';
import type { LoadedModel } from './loader';
import { compileSource, compileStep, type Getter, type Runner, type Slots } from './plan';
import { promote } from './promotion';
import { reseed } from './randomness';
import { storageAt } from './storage';
import { tiedGroups } from './tied';
import { within } from './timeLimit';
import { encodeBlock, wireNumber } from './wire';

/** Binds a plan: finds the parameters, evaluates J twice and the gradients once, and notes what the model did to them. */
export function bind(
  plan: Plan,
  loaded: LoadedModel,
  slots: Slots,
  timeLimit: number,
): [BoundModel, BindReply] {
  const tensors = plan.tensors.map((planned) =>
    locate(planned.name, planned.parameter, loaded, slots, planned),
  );
  const model = prepare(plan, tensors, loaded, slots, timeLimit);
  const evaluate = () => limited(model, 'cost', () => model.evaluate());
  const notes: BindNote[] = promote(tensors, evaluate);

  const started = performance.now();
  const first = evaluate();
  const between = performance.now();
  notes.push(...changes(model, 'cost'));
  const second = evaluate();
  const seconds = Math.min(between - started, performance.now() - between) / 1000;
  putBackAll(model);

  const returned = computeGradients(model);
  notes.push(...changes(model, 'gradient'));
  notes.push(...tiedGroups(tensors).map((names): BindNote => ({ kind: 'tied', names })));

  const reply = {
    tensors: tensors.map((tensor, i) => boundTensor(tensor, returned[i], loaded)),
    costs: encodeBlock([first, second]),
    gradientRepeats: true,
    evaluationSeconds: seconds,
    notes,
  };
  return [model, reply];
}

/** Computes the gradients at the base point and keeps copies. Returns them as the model did. */
export function computeGradients(model: BoundModel): readonly unknown[] {
  const returned = limited(model, 'gradient', () => model.computeGradients());
  model.tensors.forEach((tensor, i) => {
    tensor.gradient = readGradient(returned[i], tensor.storage.shape);
  });
  return returned;
}

/** Runs the model's code under its time limit. */
export function limited<T>({ timeLimit }: BoundModel, section: 'cost' | 'gradient', work: () => T): T {
  try {
    return within(timeLimit, work);
  } catch (error) {
    throw asHostError(error, { section }, null);
  }
}

function locate(
  name: string,
  parameter: HostTensor['planned']['parameter'],
  loaded: LoadedModel,
  slots: Slots,
  planned: HostTensor['planned'],
): HostTensor {
  const where = { section: 'tensors' as const, tensor: name };
  if ('get' in parameter)
    throw new HostError({ kind: 'result', message: 'Accessors are not known.', ...where });
  const located = guardedBy(where, loaded, () => compileSource(parameter, loaded)(slots));
  const storage = storageAt(located);
  if (storage === null) {
    const found = describe(located.value, loaded.factsOf);
    const message = 'The parameter is not a number or a numeric array that can be changed in place.';
    throw new HostError({ kind: 'result', message, ...where, found });
  }
  const original = storage.copy();
  return { planned, storage, base: original, original, guarded: false, gradient: null };
}

function prepare(
  plan: Plan,
  tensors: readonly HostTensor[],
  loaded: LoadedModel,
  slots: Slots,
  timeLimit: number,
): BoundModel {
  const compile = (steps: Plan['cost'], section: 'cost' | 'gradient'): (() => void) => {
    const runners = steps.map((step): Runner => compileStep(step, loaded));
    return () =>
      runners.forEach((run, step) => {
        guardedBy({ section, step }, loaded, () => run(slots));
      });
  };
  const costSteps = compile(plan.cost, 'cost');
  const gradientSteps = compile(plan.gradient, 'gradient');
  const J = compileSource(plan.J, loaded);
  const gradients = plan.tensors.map(({ gradient }) =>
    gradient === null || gradient.from === 'change' ? null : compileSource(gradient, loaded),
  );
  const seed = () => {
    if (plan.reseed !== null) reseed(plan.reseed, loaded);
  };
  return {
    tensors,
    timeLimit,
    evaluate: () => {
      seed();
      costSteps();
      const { value } = guardedBy({ section: 'cost' }, loaded, () => J(slots));
      const cost = scalarOf(value);
      if (cost !== null) return cost;
      const found = describe(value, loaded.factsOf);
      throw new HostError({ kind: 'result', message: 'The cost is not one number.', section: 'cost', found });
    },
    computeGradients: () => {
      seed();
      gradientSteps();
      return gradients.map((gradient) => valueOrUndefined(gradient, slots));
    },
  };
}

/** A gradient that is not there is a fact about the tensor, not a failure. */
function valueOrUndefined(gradient: Getter | null, slots: Slots): unknown {
  try {
    return gradient?.(slots).value;
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}

function guardedBy<T>(where: Partial<HostError['failure']>, loaded: LoadedModel, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asHostError(error, where, loaded.inventory.file);
  }
}

/** What the model did to its parameters; all are put back, and those that changed are put back from now on. */
function changes(model: BoundModel, by: 'cost' | 'gradient'): BindNote[] {
  const replaced: string[] = [];
  const mutated: string[] = [];
  for (const tensor of model.tensors) {
    const { storage, base, planned } = tensor;
    if (storage.reclaim()) replaced.push(planned.name);
    else if (!storage.copy().every((x, i) => Object.is(x, base[i]))) mutated.push(planned.name);
    else continue;
    tensor.guarded = true;
    storage.restore(base);
  }
  return [
    ...(replaced.length > 0 ? [{ kind: 'replaced' as const, by, names: replaced }] : []),
    ...(mutated.length > 0 ? [{ kind: 'mutated' as const, by, names: mutated }] : []),
  ];
}

function boundTensor(
  { planned, storage, base, gradient }: HostTensor,
  returned: unknown,
  loaded: LoadedModel,
): BoundTensor {
  const facts = gradient && {
    shape: gradient.shape,
    dtype: gradient.dtype,
    fits: gradient.fits,
    finite: gradient.values.every(Number.isFinite),
    norm: wireNumber(gradient.fits ? norm(gradient.values) : NaN),
  };
  return {
    name: planned.name,
    shape: storage.shape,
    dtype: storage.dtype,
    norm: wireNumber(norm(base)),
    identity: identityOf(storage.owner),
    gradient: facts,
    ...(facts === null ? { found: describe(returned, loaded.factsOf) } : {}),
  };
}

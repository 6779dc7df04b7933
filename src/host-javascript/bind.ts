import type { Plan } from '../core/binding/plan';
import type { BindNote, BindReply, BoundTensor } from '../protocol/host';
import { norm, putBackAll, type BoundModel, type ComputedGradient, type HostTensor } from './boundModel';
import { describe } from './describe';
import { asHostError, endsTheRun } from './failures';
import { readGradient } from './gradients';
import { identityOf } from './identity';
import type { LoadedModel } from './loader';
import type { Slots } from './plan';
import { prepare } from './prepare';
import { promote } from './promotion';
import { RestoredState } from './restoredState';
import { tensorOf } from './tensors';
import { tiedGroups } from './tied';
import { within } from './timeLimit';
import { isFiniteNumber, encodeBlock, wireNumber } from './wire';

/** Binds a plan: finds the parameters, evaluates J and the gradients twice, and notes what the model did to them. */
export function bind(
  plan: Plan,
  loaded: LoadedModel,
  slots: Slots,
  timeLimit: number,
): [BoundModel, BindReply] {
  const tensors = plan.tensors.map((planned) => tensorOf(planned, loaded, slots));
  const state = plan.restore === true ? new RestoredState(tensors, loaded, slots) : null;
  const model = prepare(plan, tensors, loaded, slots, timeLimit, state);
  const evaluate = () => limited(model, 'cost', () => model.evaluate());
  const notes: BindNote[] = promote(tensors, () => limited(model, 'cost', () => model.evaluateAsIs()));
  state?.renew();

  const started = performance.now();
  const first = evaluate();
  const between = performance.now();
  notes.push(...changes(model, 'cost'));
  const second = evaluate();
  const seconds = Math.min(between - started, performance.now() - between) / 1000;
  putBackAll(model);
  guardBeside(model, evaluate);

  const returned = computeGradients(model);
  notes.push(...changes(model, 'gradient'));
  notes.push(...tiedGroups(tensors).map((names): BindNote => ({ kind: 'tied', names })));

  const reply = {
    tensors: tensors.map((tensor, i) => boundTensor(tensor, returned[i], loaded)),
    costs: encodeBlock([first, second]),
    gradientRepeats: gradientRepeats(model),
    evaluationSeconds: seconds,
    notes,
  };
  return [model, reply];
}

/** Of the largest gradient, what sums in another order may differ by: the root of the machine epsilon. */
const reordered: Readonly<Record<string, number>> = { float64: 1.5e-8, float32: 3.5e-4 };

/**
 * True if the gradient steps give the same once more, but for the round-off of sums in another order. One that raises then,
 * because it used up a cache, does not.
 */
function gradientRepeats(model: BoundModel): boolean {
  try {
    const again = limited(model, 'gradient', () => model.computeGradients());
    const largest = model.tensors.reduce((most, { gradient }) => Math.max(most, largestOf(gradient)), 0);
    return model.tensors.every(({ gradient, storage }, i) => {
      const other = readGradient(again[i], storage.shape);
      if (gradient === null || other === null) return gradient === other;
      const slack = (reordered[gradient.dtype] ?? 0) * largest;
      return (
        gradient.values.length === other.values.length &&
        gradient.values.every(
          (x, k) => Object.is(x, other.values[k]) || Math.abs(x - other.values[k]!) <= slack,
        )
      );
    });
  } catch (error) {
    if (endsTheRun(error)) throw error;
    return false;
  } finally {
    putBackAll(model);
  }
}

/** NaN if one of the values is. */
function largestOf(gradient: ComputedGradient | null): number {
  return gradient?.values.reduce((most, x) => Math.max(most, Math.abs(x)), 0) ?? 0;
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

/** A share of every parameter: the distance to a point beside the base point. */
const aside = 1e-3;

/** Parameters that the cost changes at other points only, as one that normalizes them, are put back as well. */
function guardBeside(model: BoundModel, evaluate: () => number): void {
  for (const { storage, base } of model.tensors) storage.restore(base.map((x) => x + aside * x));
  const moved = model.tensors.map(({ storage }) => storage.copy());
  try {
    evaluate();
    model.tensors.forEach((tensor, i) => {
      const changed = !tensor.storage.copy().every((x, k) => Object.is(x, moved[i]![k]));
      tensor.guarded ||= changed;
    });
  } catch (error) {
    if (endsTheRun(error)) throw error;
  } finally {
    putBackAll(model);
  }
}

/** What the model did to its parameters; all are put back, and those that changed are put back from now on. */
function changes(model: BoundModel, by: 'cost' | 'gradient'): BindNote[] {
  const replaced: string[] = [];
  const mutated: string[] = [];
  for (const tensor of model.tensors) {
    const { storage, base, planned } = tensor;
    // What the plan reads its gradient from is no surprise.
    const meant = by === 'gradient' && planned.gradient?.from === 'change';
    if (storage.reclaim()) (meant ? [] : replaced).push(planned.name);
    else if (!storage.copy().every((x, i) => Object.is(x, base[i])))
      (meant ? [] : mutated).push(planned.name);
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
    finite: gradient.values.every((value) => isFiniteNumber(value)),
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

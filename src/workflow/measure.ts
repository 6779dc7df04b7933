import type { Binding, Warning } from '../core/binding/binding';
import type { Inventory } from '../core/binding/inventory';
import { droppingSome, type KeepSetting } from '../core/binding/keepAll';
import { checkGradients, type CheckSettings, type ModelCheck, type Progress } from '../core/gradient/check';
import { judgeAssumed, judgeHiddenRate, undecided, type Assumption } from '../core/gradient/freeVerdict';
import { checkUpToFactor } from '../core/gradient/upToFactor';
import type { Model } from '../core/model';
import type { Plan } from '../core/binding/plan';
import type { BoundModel, ModelHost } from '../hosts/ModelHost';
import { gradientNames } from './assembleCheck';
import { bindModel, type BoundWith } from './bindModel';
import { bindIfPossible } from './keepAll';
import { doubtful, doubtfulAt } from './doubtful';
import { rateOfUpdate } from './updateRates';

/** What came of binding a model in every way that its binding asks for, and of checking it. */
export interface Measurement {
  readonly bound: BoundModel;
  readonly reseeded: boolean;
  readonly kept: KeepSetting | null;
  readonly check: ModelCheck;
  readonly evaluations: number;
  readonly warnings: readonly Warning[];
  /** The same check of the bound model as it is seen from another point. */
  readonly again: (moved: Model) => Promise<ModelCheck>;
}

export interface Measuring {
  readonly host: ModelHost;
  readonly file: string;
  readonly inventory: Inventory;
  readonly seed: number;
  readonly settingsFor: (bound: BoundModel) => CheckSettings;
  /** Called when a model is bound, with what it takes to tell how far its check is. */
  readonly onBound: (bound: BoundModel) => (progress: Progress) => void;
}

/** Binds and checks: as it is, up to a hidden learning rate, or with each cost that a file without one may mean. */
export async function measure(binding: Binding, measuring: Measuring): Promise<Measurement> {
  const { host, seed, file } = measuring;
  const rate = binding.otherRate ? await rateOfUpdate(binding, binding.otherRate, host, seed, file) : 'known';
  if (binding.assumedCosts) return measureAssumed(binding, binding.assumedCosts, measuring);
  const isFree = binding.upTo === 'learning-rate' || rate === 'unknown';
  const model = await bindModel(host, binding.plan, seed, measuring.inventory);
  const found = await measureBound(binding, model, isFree, measuring);
  const { kept } = model;
  const isRight = found.check.verdict === 'correct';
  if (kept === null && isRight) return withDropout(found, model, binding, isFree, measuring);
  if (kept === null && !model.reseeded) return found;
  // A backward pass may only work with dropout on, as it is meant to be used; with dropout off, errors in it are hidden.
  if (kept !== null && kept.undo.length > 0) await host.run(kept.undo);
  let wrong: { readonly plan: Plan; readonly result: Measurement } | null = null;
  for (const plan of [...(kept === null ? [] : [binding.plan]), ...ownRun(binding.plan)]) {
    const other = await bindIfPossible(() => bindModel(host, plan, seed));
    if (other === null) continue;
    const result = await measureBound(binding, other, isFree, measuring);
    if (result.check.verdict === 'correct' && !isRight) return result;
    if (result.check.verdict === 'wrong') wrong ??= { plan: other.plan, result };
    if (result.check.verdict === 'correct') {
      wrong = null;
      break;
    }
  }
  if (isRight && wrong !== null && !(await drawsApart(binding.plan, host))) {
    await bindModel(host, wrong.plan, seed);
    return { ...wrong.result, warnings: [...wrong.result.warnings, dropoutNote(kept!, binding)] };
  }
  await bindModel(host, model.plan, seed);
  return found;
}

/** What was right with an argument that keeps every unit, checked with some dropped as well. */
async function withDropout(
  found: Measurement,
  { plan }: BoundWith,
  binding: Binding,
  isFree: boolean,
  measuring: Measuring,
): Promise<Measurement> {
  const { host, seed } = measuring;
  const some = droppingSome(plan, measuring.inventory);
  if (some === null || !sharesForward(some.plan)) return found;
  const model = await bindIfPossible(() => bindModel(host, some.plan, seed));
  if (model?.reseeded) {
    const result = await measureBound(binding, model, isFree, measuring);
    if (result.check.verdict === 'wrong')
      return { ...result, warnings: [...result.warnings, dropoutNote(some, binding)] };
  }
  await bindModel(host, plan, seed);
  return found;
}

/** True if cost and gradients come from the same forward pass, and so from the same random numbers. */
function sharesForward({ cost, gradient }: Plan): boolean {
  const taken = new Set(cost.map((step) => JSON.stringify(step)));
  const last = gradient.at(-1);
  const before = gradient.slice(0, -1).filter((step) => 'call' in step);
  return (
    taken.has(JSON.stringify(last)) ||
    (before.length > 0 && before.every((step) => taken.has(JSON.stringify(step))))
  );
}

/** True if gradients come from a call that makes random numbers of its own, which need not be those of the cost. */
async function drawsApart(plan: Plan, host: ModelHost): Promise<boolean> {
  const last = plan.gradient.at(-1);
  if (last === undefined || plan.cost.some((step) => JSON.stringify(step) === JSON.stringify(last)))
    return false;
  const alone = await bindIfPossible(() => host.bind({ ...plan, gradient: [last] }));
  return alone !== null && !alone.gradientRepeats;
}

function dropoutNote({ name, value }: Pick<KeepSetting, 'name' | 'value'>, { backward }: Binding): Warning {
  return {
    code: 'dropout',
    message: `With \`${name}\` set to ${String(value)} the gradients are right, so the error is in the dropout.`,
    line: backward?.line ?? null,
  };
}

/**
 * The plan whose gradient is one call: a backward pass that runs the forward pass itself draws another mask than the cost
 * where a forward pass has drawn one before it.
 */
function ownRun(plan: Plan): readonly Plan[] {
  return plan.gradient.length > 1 ? [{ ...plan, gradient: plan.gradient.slice(-1) }] : [];
}

async function measureBound(
  binding: Binding,
  model: BoundWith,
  isFree: boolean,
  measuring: Measuring,
): Promise<Measurement> {
  const { bound } = model;
  const onProgress = measuring.onBound(bound);
  const settings = measuring.settingsFor(bound);
  if (isFree) {
    const judged = async (one: Model) =>
      judgeHiddenRate(
        await checkUpToFactor(one, { ...settings, tensors: null }, onProgress),
        nameOf(binding),
      );
    const first = await judged(bound.model);
    const check = await doubtful(only(settings, first.check), model, binding, measuring);
    const again = async (moved: Model) =>
      doubtfulAt(only(settings, (await judged(moved)).check), moved, binding);
    return done([model], check, again, binding, noteOf('learning-rate', first.note, binding));
  }
  const check = await checkGradients(bound.model, settings, onProgress);
  const found = await doubtful(settled(check, model, binding), model, binding, measuring);
  const again = async (moved: Model) =>
    doubtfulAt(settled(await checkGradients(moved, settings, onProgress), model, binding), moved, binding);
  return done([model], found, again, binding, []);
}

async function measureAssumed(
  binding: Binding,
  costs: NonNullable<Binding['assumedCosts']>,
  measuring: Measuring,
): Promise<Measurement> {
  const counts = { examples: binding.examples, classes: binding.classes };
  const names = gradientNames(binding.plan.tensors);
  const models: BoundWith[] = [];
  const assumptions: Assumption[] = [];
  for (const { name, plan } of costs) {
    const model = await bindModel(measuring.host, plan, measuring.seed, measuring.inventory);
    const onProgress = measuring.onBound(model.bound);
    const settings = { ...measuring.settingsFor(model.bound), tensors: null };
    const free = await checkUpToFactor(model.bound.model, settings, onProgress);
    models.push(model);
    assumptions.push({ name, free });
    if (free.check.verdict === 'correct' && (free.factor ?? 0) > 0) break;
  }
  const isUpdate = binding.plan.tensors.some(({ gradient }) => gradient?.from === 'change');
  const { check, note, chosen } = judgeAssumed(assumptions, names, counts, isUpdate);
  // What comes next is asked of the model that is bound last.
  if (chosen < models.length - 1)
    models[chosen] = await bindModel(measuring.host, costs[chosen]!.plan, measuring.seed);
  const settings = measuring.settingsFor(models[chosen]!.bound);
  const onProgress = measuring.onBound(models[chosen]!.bound);
  const again = async (moved: Model) => {
    const free = await checkUpToFactor(moved, { ...settings, tensors: null }, onProgress);
    return only(settings, judgeAssumed([{ name: costs[chosen]!.name, free }], names, counts, isUpdate).check);
  };
  const ordered = [models[chosen]!, ...models.filter((_, i) => i !== chosen)];
  return done(ordered, only(settings, check), again, binding, noteOf('assumed-cost', note, binding));
}

function done(
  models: readonly BoundWith[],
  check: ModelCheck,
  again: Measurement['again'],
  binding: Binding,
  warnings: readonly Warning[],
): Measurement {
  const { bound, reseeded, restored, kept } = models[0]!;
  const unexpected = restored && binding.plan.restore !== true;
  return {
    bound,
    reseeded,
    kept,
    check,
    again,
    evaluations: models.reduce((sum, model) => sum + model.bound.evaluations(), 0),
    warnings: [...warnings, ...(unexpected ? [restoredNote(models[0]!, binding)] : [])],
  };
}

/**
 * Gradients that depend on the calls before, put back to a state that other calls have left: where they are right all is
 * well, but where they are not, what the calls before left may be why.
 */
function settled(check: ModelCheck, model: BoundWith, binding: Binding): ModelCheck {
  const { gradientsDrifted, restored, reseeded, bound } = model;
  const drifting =
    gradientsDrifted && (!bound.gradientRepeats || reseeded || (restored && binding.plan.restore !== true));
  if (!drifting || check.verdict === 'correct') return check;
  const name = nameOf(binding);
  return undecided(
    check,
    bound.gradientRepeats && !reseeded
      ? `\`${name}\` gives other gradients each time, as they depend on the calls before. Set what it adds to back to zero at its start.`
      : `\`${name}\` gives other gradients each time it is called at the same parameters. Take out what makes them random.`,
  );
}

function restoredNote({ gradientsDrifted }: BoundWith, binding: Binding): Warning {
  const cost = binding.entries.find(({ role }) => role === 'cost' || role.startsWith('cost and'));
  const name = gradientsDrifted ? nameOf(binding) : (cost?.name ?? nameOf(binding));
  const line = (gradientsDrifted ? binding.backward?.line : cost?.line) ?? null;
  return {
    code: 'restored',
    message: `\`${name}\` changes state that it uses again; it was put back before each evaluation.`,
    line,
  };
}

function noteOf(code: string, note: string | null, { backward }: Binding): readonly Warning[] {
  return note === null ? [] : [{ code, message: note, line: backward?.line ?? null }];
}

function nameOf({ backward, subject }: Binding): string {
  return backward?.name ?? subject;
}

/** Where one tensor was asked for, what was found about that one. */
function only({ tensors }: CheckSettings, check: ModelCheck): ModelCheck {
  if (tensors === null) return check;
  const wanted = check.tensors.filter(({ tensor }) => tensors.includes(tensor));
  return { ...check, tensors: wanted, verdict: wanted[0]?.decision.verdict ?? check.verdict };
}

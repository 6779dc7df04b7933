import type { Model } from '../model';
import {
  assessTensor,
  gradientNormOf,
  sharedFactor,
  wholeDifference,
  type Measured,
  type Settlement,
  type TensorCheck,
} from './assess';
import { complexStep } from './complexStep';
import type { Counts, FactorFit } from './constantFactor';
import { underConvention, type Convention, type MeanOver } from './convention';
import { counted } from './counted';
import { byDisagreement, candidatesOf, settle, type Disputed } from './disagreements';
import { roundingOf } from './roundingNote';
import { measureTensor } from './measureTensor';
import { methodFor } from './method';
import { modelNoise, unitDirection } from './probe';
import { addShares } from './tied';
import {
  textbookThresholds,
  worst,
  type Method,
  type Obstacle,
  type Scheme,
  type Thresholds,
  type Verdict,
} from './verdict';

/** The exhaustive check: every component by differences, two evaluations each, then a verdict per tensor. */

export interface CheckSettings {
  readonly step: number | 'auto';
  readonly scheme: Scheme;
  /** Exhaustive if absent. */
  readonly effort?: Effort | undefined;
  readonly seed: number;
  /** Indices of the tensors to check; null checks all. */
  readonly tensors: readonly number[] | null;
  readonly counts: Counts;
  /** Groups of tensors that are one array. */
  readonly tied?: readonly (readonly number[])[];
  /** A convention of layers that are checked alone. */
  readonly meanOver?: MeanOver | null;
  readonly thresholds?: Thresholds;
}

export interface Effort {
  /** `auto`: exhaustive where that is estimated to take at most `exhaustiveSeconds`, else adaptive. */
  readonly method: Method | 'auto';
  readonly exhaustiveSeconds: number;
  /** Evaluations of J that the adaptive method may spend. */
  readonly budget: number;
}

export interface ModelCheck {
  readonly verdict: Verdict;
  /** Over the concatenation of all tensors that could be compared: the textbook's number. */
  readonly relativeDifference: number;
  readonly noise: number;
  readonly method: Method;
  /** How derivatives were taken: along directions always by two-sided differences. */
  readonly scheme: Scheme;
  readonly cost: number;
  readonly tensors: readonly TensorCheck[];
  /** A factor c ≠ 1 that every tensor shares, ĝ = c·g. */
  readonly commonFactor: FactorFit | null;
  /** ε, if it was asked for. */
  readonly fixedStep?: number;
  /** Gradients that are means over the examples where J is a sum, and were judged as such. */
  readonly convention: Convention | null;
}

export interface Progress {
  readonly tensor: number;
  /** Components done and to do over all tensors; of an adaptive check evaluations, and null: it ends when it knows enough. */
  readonly done: number;
  readonly total: number | null;
}

/** Rounding may move the cost at one point by so many times its noise, as where the model normalizes its weights. */
const driftUnits = 100;

/** Checks the computed gradients of a model against differences of its cost. */
export async function checkGradients(
  given: Model,
  settings: CheckSettings,
  onProgress: (progress: Progress) => void = () => {},
): Promise<ModelCheck> {
  const { model, evaluations } = counted(given);
  const thresholds = settings.thresholds ?? textbookThresholds;
  const chosen = settings.tensors ?? [...model.tensors.keys()];
  const [cost, again] = model.baseCosts;
  if (!Number.isFinite(cost))
    return notComparable(model, chosen, settings.scheme, { kind: 'cost-not-finite' });
  if (!Object.is(cost, again)) return notComparable(model, chosen, settings.scheme, { kind: 'cost-random' });

  const noise = await modelNoise(model, settings.seed);
  const method = methodFor(model, chosen, settings);
  const mayTake = (count: number) => evaluations() + count <= (settings.effort?.budget ?? Infinity);
  const each: Measured[] = [];
  const total = chosen.reduce((sum, tensor) => sum + model.tensors[tensor]!.size, 0);
  let done = 0;
  const tell = (tensor: number) =>
    onProgress(
      method === 'adaptive' ? { tensor, done: evaluations(), total: null } : { tensor, done, total },
    );
  for (const tensor of chosen) {
    tell(tensor);
    const measured = await measureTensor(
      model,
      tensor,
      settings,
      { noise, method, mayTake },
      (components) => {
        done += components;
        tell(tensor);
      },
    );
    if (measured === 'not-analytic')
      return notComparable(model, chosen, settings.scheme, { kind: 'not-analytic' });
    each.push(measured);
  }
  const { measured, convention } = underConvention(
    addShares(each, settings.tied ?? [], model.tensors),
    settings.meanOver ?? null,
  );
  if (isIndependent(measured))
    return notComparable(model, chosen, settings.scheme, { kind: 'cost-independent' });
  const modelNorm = gradientNormOf(measured);
  const assess = (one: Measured, settlement: Settlement | null) =>
    assessTensor(one, settlement, modelNorm, thresholds);

  const firstLook = measured.map((one) => assess(one, null));
  const disputed: { at: number; dispute: Disputed }[] = [];
  measured.forEach((one, at) => {
    if (one.obstacle || !one.computed || firstLook[at]!.decision.verdict === 'correct') return;
    const { computed, numerical, tensor, along } = one;
    const { step, error } = one.chosen;
    const isMeasured = (index: number) => along === null || !Number.isNaN(numerical[index]!);
    // Where the base point itself resolves nothing, every component is looked at beside it.
    const candidates =
      firstLook[at]!.decision.relativeResolution > thresholds.look
        ? byDisagreement([...computed.keys()].filter(isMeasured), computed, numerical)
        : candidatesOf(computed, numerical, error, thresholds.correct).filter(isMeasured);
    disputed.push({
      at,
      dispute: {
        tensor,
        step,
        error,
        computed,
        numerical: numerical.slice(),
        candidates,
        tolerance: thresholds.correct,
        resolves: error * Math.sqrt(computed.length) <= thresholds.wrong * modelNorm,
      },
    });
  });
  // A cost that counts its calls, or keeps what it was given, is another one by now: no disagreement is the gradient's.
  if (disputed.length > 0) {
    const last = await costAtBase(model, settings.seed);
    if (Math.abs(last - cost) > driftUnits * noise)
      return notComparable(model, chosen, settings.scheme, { kind: 'cost-random' });
  }
  const settled = await settle(
    model,
    disputed.map(({ dispute }) => dispute),
    noise,
    settings.seed,
  );
  const tensors = [...firstLook];
  disputed.forEach(({ at, dispute }, i) => {
    tensors[at] = assess(measured[at]!, { settled: settled[i]!, refined: dispute.numerical });
  });
  const isFixed = settings.step !== 'auto' && settings.scheme !== 'complex';
  // A step that was asked for is shown as it is. What rounding makes at it, and not beside the point, is no kink.
  const told = tensors.map((one, i) => {
    if (!isFixed) return one;
    const asked = { ...one, numerical: measured[i]!.numerical };
    return roundingOf(asked, noise) > thresholds.look ? { ...asked, kinks: [] } : asked;
  });
  // Disagreements are looked at by differences; the check itself took the complex step.
  const complex = settings.scheme === 'complex' && method === 'exhaustive';
  const step = settings.step === 'auto' ? complexStep : settings.step;
  return {
    verdict: worst(tensors.map(({ decision }) => decision.verdict)),
    relativeDifference: wholeDifference(told),
    noise,
    method,
    scheme: method === 'adaptive' ? 'central' : settings.scheme,
    ...(isFixed && { fixedStep: Number(settings.step) }),
    cost,
    tensors: complex ? told.map((one) => ({ ...one, step })) : told,
    commonFactor: sharedFactor(tensors, measured, modelNorm),
    convention,
  };
}

/** J once more, with every tensor written anew: the model may have changed them. */
async function costAtBase(model: Model, seed: number): Promise<number> {
  const used = [...model.tensors.keys()].filter((tensor) => model.tensors[tensor]!.size > 0);
  const [cost] = await model.costs([
    used.map((tensor) => ({ direction: unitDirection(model, tensor, seed), step: 0 })),
  ]);
  return cost!;
}

/** True if J took the same value everywhere although ĝ says it should not: it does not read these parameters. */
function isIndependent(measured: readonly Measured[]): boolean {
  return (
    measured.every(({ along, numerical }) =>
      along === null ? numerical.every((value) => value === 0) : along.numericalNorm === 0,
    ) && measured.some(({ computed }) => computed?.some((value) => value !== 0))
  );
}

function notComparable(
  model: Model,
  chosen: readonly number[],
  scheme: Scheme,
  obstacle: Obstacle,
): ModelCheck {
  return {
    verdict: 'inconclusive',
    relativeDifference: NaN,
    noise: NaN,
    method: 'exhaustive',
    scheme,
    cost: model.baseCosts[0],
    commonFactor: null,
    convention: null,
    tensors: chosen.map((tensor) => ({
      tensor,
      obstacle,
      decision: {
        verdict: 'inconclusive',
        rule: 'not-comparable',
        relativeDifference: NaN,
        relativeResolution: 1,
      },
      step: NaN,
      stepSweep: null,
      coverage: null,
      computed: null,
      numerical: null,
      numericalNorm: NaN,
      kinks: [],
      leftOut: [],
      mismatched: [],
      fit: null,
    })),
  };
}

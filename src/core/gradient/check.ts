import type { Model } from '../model';
import { commonFactor, fitFactor, type Counts, type FactorFit } from './constantFactor';
import { numericalGradient } from './differences';
import { byDisagreement, candidatesOf, settle, type Disputed, type Settled } from './disagreements';
import { modelNoise, probeFixedStep, probeStep } from './probe';
import type { ChosenStep } from './step';
import {
  componentWrong,
  decide,
  relativeDifference,
  textbookThresholds,
  worst,
  type Decision,
  type Obstacle,
  type Scheme,
  type Thresholds,
  type Verdict,
} from './verdict';

/** The exhaustive check: every component by differences, two evaluations each, then a verdict per tensor. */

export interface CheckSettings {
  readonly step: number | 'auto';
  readonly scheme: Scheme;
  readonly seed: number;
  /** Indices of the tensors to check; null checks all. */
  readonly tensors: readonly number[] | null;
  readonly counts: Counts;
  readonly thresholds?: Thresholds;
}

export interface TensorCheck {
  /** Index in `model.tensors`. */
  readonly tensor: number;
  readonly decision: Decision;
  readonly obstacle: Obstacle | null;
  readonly step: number;
  /** Row-major; null when they could not be had. */
  readonly computed: Float64Array | null;
  readonly numerical: Float64Array | null;
  readonly numericalNorm: number;
  readonly kinks: readonly number[];
  /** Row-major indices of components that disagree, largest error first. */
  readonly mismatched: readonly number[];
  readonly fit: FactorFit | null;
}

export interface ModelCheck {
  readonly verdict: Verdict;
  /** Over the concatenation of all tensors that could be compared: the textbook's number. */
  readonly relativeDifference: number;
  readonly noise: number;
  readonly cost: number;
  readonly tensors: readonly TensorCheck[];
  /** A factor c ≠ 1 that every tensor shares, ĝ = c·g. */
  readonly commonFactor: FactorFit | null;
}

export interface Progress {
  readonly tensor: number;
  /** Components done and to do over all tensors. */
  readonly done: number;
  readonly total: number;
}

interface Measured {
  readonly tensor: number;
  readonly chosen: ChosenStep;
  readonly obstacle: Obstacle | null;
  readonly computed: Float64Array | null;
  readonly numerical: Float64Array;
}

interface Settlement {
  readonly settled: Settled;
  /** The numerical gradient with finer steps where they agree better. */
  readonly refined: Float64Array;
}

/** Checks the computed gradients of a model against differences of its cost. */
export async function checkGradients(
  model: Model,
  settings: CheckSettings,
  onProgress: (progress: Progress) => void = () => {},
): Promise<ModelCheck> {
  const thresholds = settings.thresholds ?? textbookThresholds;
  const chosen = settings.tensors ?? [...model.tensors.keys()];
  const [cost, again] = model.baseCosts;
  if (!Number.isFinite(cost)) return notComparable(model, chosen, { kind: 'cost-not-finite' });
  if (!Object.is(cost, again)) return notComparable(model, chosen, { kind: 'cost-random' });

  const noise = await modelNoise(model, settings.seed);
  const measured: Measured[] = [];
  const total = chosen.reduce((sum, tensor) => sum + model.tensors[tensor]!.size, 0);
  let done = 0;
  for (const tensor of chosen) {
    onProgress({ tensor, done, total });
    measured.push(
      await measure(model, tensor, settings, noise, (components) => {
        done += components;
        onProgress({ tensor, done, total });
      }),
    );
  }
  const modelNorm = gradientNormOf(measured);
  const assess = (one: Measured, settlement: Settlement | null) =>
    assessTensor(one, settlement, modelNorm, thresholds);

  const firstLook = measured.map((one) => assess(one, null));
  const disputed: { at: number; dispute: Disputed }[] = [];
  measured.forEach((one, at) => {
    if (one.obstacle || !one.computed || firstLook[at]!.decision.verdict === 'correct') return;
    const { computed, numerical, tensor } = one;
    const { step, error } = one.chosen;
    // Where the base point itself resolves nothing, every component is looked at beside it.
    const candidates =
      firstLook[at]!.decision.relativeResolution > thresholds.look
        ? byDisagreement([...computed.keys()], computed, numerical)
        : candidatesOf(computed, numerical, error, thresholds.correct);
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
      },
    });
  });
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
  return {
    verdict: worst(tensors.map(({ decision }) => decision.verdict)),
    relativeDifference: wholeDifference(tensors),
    noise,
    cost,
    tensors,
    commonFactor: sharedFactor(tensors, measured, modelNorm),
  };
}

async function measure(
  model: Model,
  tensor: number,
  settings: CheckSettings,
  noise: number,
  onBlock: (components: number) => void,
): Promise<Measured> {
  const { size, gradient } = model.tensors[tensor]!;
  if (size === 0) {
    const empty = new Float64Array(0);
    return { tensor, chosen: { step: 0, error: 0 }, obstacle: null, computed: empty, numerical: empty };
  }
  const probe = { scheme: settings.scheme, noise, seed: settings.seed, base: model.baseCosts[0] };
  const chosen =
    settings.step === 'auto'
      ? await probeStep(model, tensor, probe)
      : await probeFixedStep(model, tensor, settings.step, probe);
  const numerical = await numericalGradient(
    model,
    tensor,
    chosen.step,
    settings.scheme,
    model.baseCosts[0],
    onBlock,
  );
  const computed = gradient?.fits ? await model.values('gradient', tensor, 0, size) : null;
  const lost = numerical.filter((value) => !Number.isFinite(value)).length;
  let obstacle: Obstacle | null = null;
  if (!gradient) obstacle = { kind: 'gradient-missing' };
  else if (!gradient.fits) obstacle = { kind: 'gradient-shape', shape: gradient.shape };
  else if (lost > 0) obstacle = { kind: 'numerical-not-finite', count: lost };
  else if (!gradient.finite)
    obstacle = {
      kind: 'gradient-not-finite',
      count: computed!.filter((value) => !Number.isFinite(value)).length,
    };
  // Where no step gave finite costs the error is unknown, which resolves nothing.
  const error = Number.isFinite(chosen.error) ? chosen.error : Infinity;
  return { tensor, chosen: { step: chosen.step, error }, obstacle, computed, numerical };
}

function assessTensor(
  one: Measured,
  settlement: Settlement | null,
  modelNorm: number,
  thresholds: Thresholds,
): TensorCheck {
  const { chosen } = one;
  const settled = settlement?.settled;
  const numerical = settlement?.refined ?? one.numerical;
  const leftOut = new Set(settled && [...settled.kinks, ...settled.confirmed, ...settled.unsettled]);
  const computed = one.computed ?? new Float64Array(numerical.length);
  let square = 0;
  for (let i = 0; i < numerical.length; i++)
    if (!leftOut.has(i)) square += (numerical[i]! - computed[i]!) ** 2;
  const resolution = chosen.error * Math.sqrt(numerical.length);
  const numericalNorm = norm(numerical);
  const standing = settled ? [...settled.verified, ...settled.unverified] : [];
  const decision = decide(
    {
      obstacle: one.obstacle,
      errorNorm: Math.sqrt(square),
      gradientNorm: numericalNorm + norm(computed),
      resolution: numerical.length === 0 ? 0 : resolution,
      modelNorm,
      settled: settled
        ? {
            componentWrong: settled.verified.some((i) =>
              componentWrong(computed[i]!, numerical[i]!, thresholds),
            ),
            unsettled: settled.unsettled.length > 0,
            confirmed: standing.length === 0 && settled.unsettled.length === 0,
          }
        : null,
    },
    thresholds,
  );
  const unlike = new Set(candidatesOf(computed, numerical, chosen.error, thresholds.look));
  const mismatched =
    decision.verdict === 'correct' || one.obstacle
      ? []
      : byDisagreement(
          standing.filter((index) => unlike.has(index)),
          computed,
          numerical,
        );
  return {
    tensor: one.tensor,
    decision,
    obstacle: one.obstacle,
    step: chosen.step,
    computed: one.computed,
    numerical: one.numerical,
    numericalNorm,
    kinks: settled?.kinks ?? [],
    mismatched,
    fit: one.obstacle || !one.computed ? null : fitFactor(computed, numerical, resolution),
  };
}

function notComparable(model: Model, chosen: readonly number[], obstacle: Obstacle): ModelCheck {
  return {
    verdict: 'inconclusive',
    relativeDifference: NaN,
    noise: NaN,
    cost: model.baseCosts[0],
    commonFactor: null,
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
      computed: null,
      numerical: null,
      numericalNorm: NaN,
      kinks: [],
      mismatched: [],
      fit: null,
    })),
  };
}

/** R = ‖g‖ + ‖ĝ‖ over all tensors, finite components only. */
function gradientNormOf(measured: readonly Measured[]): number {
  const finiteSquare = (values: Float64Array) =>
    values.reduce((sum, value) => (Number.isFinite(value) ? sum + value * value : sum), 0);
  const numerical = measured.reduce((sum, one) => sum + finiteSquare(one.numerical), 0);
  const computed = measured.reduce((sum, one) => sum + (one.computed ? finiteSquare(one.computed) : 0), 0);
  return Math.sqrt(numerical) + Math.sqrt(computed);
}

function wholeDifference(tensors: readonly TensorCheck[]): number {
  let error = 0;
  let numericalSquare = 0;
  let computedSquare = 0;
  const comparable = tensors.filter((one) => !one.obstacle && one.computed && one.numerical);
  if (comparable.length === 0) return NaN;
  for (const { computed, numerical, kinks } of comparable) {
    const atKink = new Set(kinks);
    for (let i = 0; i < numerical!.length; i++) {
      if (!atKink.has(i)) error += (numerical![i]! - computed![i]!) ** 2;
      numericalSquare += numerical![i]! ** 2;
      computedSquare += computed![i]! ** 2;
    }
  }
  return relativeDifference(Math.sqrt(error), Math.sqrt(numericalSquare) + Math.sqrt(computedSquare));
}

function sharedFactor(
  tensors: readonly TensorCheck[],
  measured: readonly Measured[],
  modelNorm: number,
): FactorFit | null {
  const informative = tensors.filter((one, i) => {
    const noiseNorm = measured[i]!.chosen.error * Math.sqrt(measured[i]!.numerical.length);
    return one.obstacle !== null || one.numericalNorm > Math.max(1e-7 * modelNorm, 10 * noiseNorm);
  });
  const components = informative.reduce((sum, one) => sum + (one.numerical?.length ?? 0), 0);
  // A single number always is a multiple of another: that says nothing.
  return components < 2 ? null : commonFactor(informative.map((one) => one.fit));
}

function norm(values: Float64Array): number {
  let square = 0;
  for (const value of values) square += value * value;
  return Math.sqrt(square);
}

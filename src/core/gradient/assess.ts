import { commonFactor, fitFactor, type FactorFit } from './constantFactor';
import { byDisagreement, candidatesOf, type Settled } from './disagreements';
import type { Coverage } from './coverage';
import type { ChosenStep } from './step';
import { norm } from './norm';
import type { StepSweep } from './stepSweep';
import {
  componentWrong,
  decide,
  relativeDifference,
  type Decision,
  type Obstacle,
  type Thresholds,
} from './verdict';

/** From what was measured to a verdict for each tensor, and what holds for all of them. */

export interface TensorCheck {
  /** Index in `model.tensors`. */
  readonly tensor: number;
  readonly decision: Decision;
  readonly obstacle: Obstacle | null;
  readonly step: number;
  readonly stepSweep: StepSweep | null;
  /** What is known of components that were not each checked; null if every one was. */
  readonly coverage: Coverage | null;
  /** Row-major; null when they could not be had. */
  readonly computed: Float64Array | null;
  /** NaN where it was not measured. */
  readonly numerical: Float64Array | null;
  readonly numericalNorm: number;
  readonly kinks: readonly number[];
  /** Components, kinks among them, that were judged elsewhere than at the base point, or nowhere. */
  readonly leftOut: readonly number[];
  /** Row-major indices of components that disagree, largest error first. */
  readonly mismatched: readonly number[];
  readonly fit: FactorFit | null;
  /** The ε of a logarithm that explains what is off: added inside it, or a bound of what it is taken of. */
  readonly epsilon?: { readonly kind: 'added' | 'bound'; readonly where: string };
  /** The line that sets it, or what of it disagrees, to zero. */
  readonly zeroed?: { readonly line: number; readonly where: string; readonly whole: boolean };
}

/** Norms of a tensor of which not every component was measured. */
export interface Along {
  /** ‖e‖₂ of the components that were not, estimated, and its bounds (95%). */
  readonly errorNorm: number;
  readonly bounds: { readonly low: number; readonly high: number };
  /** ‖g‖₂ of the whole tensor. */
  readonly numericalNorm: number;
  /** That ‖e‖ vanishes beside the base point, as at a kink, or that this cannot be told. */
  readonly beside: 'agrees' | 'open' | null;
  /** Components that are the first blocks of the coverage, by themselves. */
  readonly singles: readonly number[];
}

/** One tensor, measured. */
export interface Measured {
  readonly tensor: number;
  readonly chosen: ChosenStep;
  readonly obstacle: Obstacle | null;
  readonly computed: Float64Array | null;
  /** NaN where it was not measured. */
  readonly numerical: Float64Array;
  /** Null where every component was. */
  readonly along: Along | null;
  readonly stepSweep: StepSweep | null;
  readonly coverage: Coverage | null;
}

/** What became of its disagreements. */
export interface Settlement {
  readonly settled: Settled;
  /** The numerical gradient with finer steps where they agree better. */
  readonly refined: Float64Array;
}

/** Judges one tensor; a second time once its disagreements are settled. */
export function assessTensor(
  one: Measured,
  settlement: Settlement | null,
  modelNorm: number,
  thresholds: Thresholds,
): TensorCheck {
  const { chosen } = one;
  const settled = settlement?.settled;
  const numerical = settlement?.refined ?? one.numerical;
  const leftOut = new Set(settled ? [...settled.kinks, ...settled.confirmed, ...settled.unsettled] : []);
  const computed = one.computed ?? new Float64Array(numerical.length);
  const { along } = one;
  const isMeasured = (i: number) => along === null || !Number.isNaN(numerical[i]!);
  const errors = numerical.map((value, i) => (isMeasured(i) && !leftOut.has(i) ? value - computed[i]! : 0));
  // What cannot be told beside the base point is no part of ‖e‖.
  const errorAlong = along === null || along.beside === 'open' ? 0 : along.errorNorm;
  const error = Math.hypot(errorAlong, norm(errors));
  const resolution = chosen.error * Math.sqrt(numerical.length);
  const numericalNorm = along?.numericalNorm ?? norm(numerical);
  const gradientNorm = numericalNorm + norm(computed);
  // An estimate may exceed what the triangle inequality allows.
  const errorNorm = along === null ? error : Math.min(error, gradientNorm);
  const standing = settled ? [...settled.verified, ...settled.unverified] : [];
  const decision = decide(
    {
      obstacle: one.obstacle,
      errorNorm,
      gradientNorm,
      resolution: numerical.length === 0 ? 0 : resolution,
      modelNorm,
      settled: settled
        ? {
            componentWrong: settled.verified.some((i) =>
              componentWrong(computed[i]!, numerical[i]!, thresholds),
            ),
            unsettled: settled.unsettled.length > 0 || along?.beside === 'open',
            confirmed:
              standing.length === 0 && settled.unsettled.length === 0 && !(along && along.errorNorm > 0),
          }
        : along?.beside === 'agrees'
          ? { componentWrong: false, unsettled: false, confirmed: true }
          : null,
    },
    thresholds,
  );
  const unlike = new Set(candidatesOf(computed, numerical, chosen.error, thresholds.look).filter(isMeasured));
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
    stepSweep: one.stepSweep,
    coverage: one.coverage && settledCoverage(one, decision, errorNorm, gradientNorm, new Set(mismatched)),
    computed: one.computed,
    numerical,
    numericalNorm,
    kinks: settled?.kinks ?? [],
    leftOut: [...leftOut],
    mismatched,
    fit: one.obstacle || !one.computed ? null : fitOf(one, computed, numerical),
  };
}

/** The factor of a tensor; of one that was measured along directions, where most of it is wrong, from a sample. */
function fitOf(
  { coverage, chosen }: Measured,
  computed: Float64Array,
  numerical: Float64Array,
): FactorFit | null {
  if (coverage === null) return fitFactor(computed, numerical, chosen.error * Math.sqrt(numerical.length));
  // Components that were measured because they are wrong are no sample of the tensor.
  if (!coverage.dense || coverage.blocks.length > 1) return null;
  const { checked } = coverage;
  const sample = (values: Float64Array) => Float64Array.from(checked, (index) => values[index]!);
  return fitFactor(sample(computed), sample(numerical), chosen.error * Math.sqrt(checked.length));
}

/** What is known of the parts of a tensor, once the components that disagree are settled. */
function settledCoverage(
  { coverage, along }: Measured,
  { verdict, relativeDifference }: Decision,
  errorNorm: number,
  gradientNorm: number,
  mismatched: ReadonlySet<number>,
): Coverage {
  const exact = Math.sqrt(
    Math.max(0, errorNorm ** 2 - (along!.beside === 'open' ? 0 : along!.errorNorm ** 2)),
  );
  const bound = (rest: number) =>
    gradientNorm > 0 ? Math.min(1, Math.hypot(exact, rest) / gradientNorm) : 0;
  const isRight = verdict === 'correct';
  return {
    ...coverage!,
    relativeDifference: {
      low: Math.min(relativeDifference, bound(along!.bounds.low)) || 0,
      high: Math.max(relativeDifference, bound(along!.bounds.high)) || 0,
    },
    blocks: coverage!.blocks.map((block, i) => {
      const single = along!.singles[i];
      const stands = !isRight && (single === undefined || mismatched.has(single));
      return block.finding !== 'disagrees' || stands ? block : { ...block, low: 0, finding: 'agrees' };
    }),
  };
}

/** R = ‖g‖ + ‖ĝ‖ over all tensors, finite components only. */
export function gradientNormOf(measured: readonly Measured[]): number {
  const finiteNorm = (values: Float64Array) => norm(values.filter(Number.isFinite));
  const numerical = measured.map(({ along, numerical: values }) =>
    along ? along.numericalNorm : finiteNorm(values),
  );
  const computed = measured.map((one) => (one.computed ? finiteNorm(one.computed) : 0));
  return norm(numerical) + norm(computed);
}

/** The textbook's number: over the concatenation of all tensors that could be compared. */
export function wholeDifference(tensors: readonly TensorCheck[]): number {
  const comparable = tensors.filter((one) => !one.obstacle && one.computed && one.numerical);
  if (comparable.length === 0) return NaN;
  const errors = comparable.map(({ computed, numerical, leftOut, coverage, decision, numericalNorm }) => {
    if (coverage !== null) return decision.relativeDifference * (numericalNorm + norm(computed!));
    const ignored = new Set(leftOut);
    return norm(numerical!.map((value, i) => (ignored.has(i) ? 0 : value - computed![i]!)));
  });
  const numericalNorms = comparable.map(({ coverage, numerical, numericalNorm }) =>
    coverage !== null ? numericalNorm : norm(numerical!),
  );
  const computedNorms = comparable.map(({ computed }) => norm(computed!));
  return relativeDifference(norm(errors), norm(numericalNorms) + norm(computedNorms));
}

/** A factor c ≠ 1 that every tensor with a gradient to speak of shares. */
export function sharedFactor(
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
  const common = components < 2 ? null : commonFactor(informative.map((one) => one.fit));
  if (common === null) return null;
  // However small its gradient is beside the others: a tensor that is plainly right does not share it.
  const shown = Math.abs(common.factor - 1) / (Math.abs(common.factor) + 1);
  const isPlainlyRight = ({ computed, numerical }: TensorCheck) => {
    if (computed === null || numerical === null || norm(computed) === 0) return false;
    const error = norm(numerical.map((value, i) => value - computed[i]!));
    return error < 0.1 * shown * (norm(computed) + norm(numerical));
  };
  return tensors.some(isPlainlyRight) ? null : common;
}

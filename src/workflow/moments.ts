import type { Warning } from '../core/binding/binding';
import type { Plan } from '../core/binding/plan';
import type { ModelCheck } from '../core/gradient/check';
import { undecided } from '../core/gradient/freeVerdict';
import { momentText, type Moment } from '../core/gradient/moment';
import { movedModel } from '../core/gradient/moved';
import { descend } from '../core/gradient/training';
import { counted } from '../core/format';
import type { Model, Point } from '../core/model';
import type { Measurement } from './measure';
import type { CheckOptions } from './options';
import { penaltiesAt } from './penalties';

/** Where a model that was checked at the start is checked again. */
export interface LaterPoint {
  readonly at: Exclude<Moment, { readonly kind: 'start' }>;
  readonly point: Point;
}

export interface LaterPoints {
  readonly points: readonly LaterPoint[];
  readonly warnings: readonly Warning[];
}

/** The points that the options ask for, and why some of them cannot be had. The model is left at the start. */
export async function laterPoints(
  { bound: { model, notes }, check }: Measurement,
  { cost }: Plan,
  { afterSteps, timesParameters }: Pick<CheckOptions, 'afterSteps' | 'timesParameters'>,
): Promise<LaterPoints> {
  const none = { points: [], warnings: [] };
  // What cannot be compared at the start, such as a random cost, cannot be compared anywhere.
  if (check.tensors.every(({ decision }) => decision.rule === 'not-comparable')) return none;
  if (afterSteps === 0 && timesParameters === null) return none;
  const tied = notes.find(({ kind }) => kind === 'tied');
  if (tied !== undefined)
    return { points: [], warnings: [left(`${tied.names.join(', ')} are one array, which is not moved`)] };
  // The cost made for a layer, a random multiple of its outputs, has no minimum to descend to.
  const isMade = cost.some((step) => 'dot' in step);
  const trained = afterSteps === 0 || isMade ? none : await trainedPoint(model, afterSteps);
  const scaled = timesParameters === null ? [] : [scaledPoint(model, timesParameters)];
  return { points: [...trained.points, ...scaled], warnings: trained.warnings };
}

async function trainedPoint(model: Model, wanted: number): Promise<LaterPoints> {
  const { point, steps, learningRate, costBefore, costAfter } = await descend(model, wanted);
  await model.move([]);
  const after = counted(wanted, 'step');
  if (steps === 0)
    return {
      points: [],
      warnings: [left(`no step against the gradients lowers the cost`, `after ${after}`)],
    };
  const message =
    `No step after the first ${steps === 1 ? 'one' : steps} lowers the cost; the check ` +
    `was made there, not after ${after}.`;
  return {
    points: [{ at: { kind: 'trained', steps, learningRate, costBefore, costAfter }, point }],
    warnings: steps < wanted ? [{ code: 'fewer-steps', message, line: null }] : [],
  };
}

function scaledPoint({ tensors }: Model, factor: number): LaterPoint {
  const point = [...tensors.keys()].map((tensor) => ({
    direction: { kind: 'parameter', tensor } as const,
    step: factor - 1,
  }));
  return { at: { kind: 'scaled', factor }, point };
}

function left(why: string, what = 'at other parameters'): Warning {
  return { code: 'no-later-check', message: `There is no check ${what}: ${why}.`, line: null };
}

export interface LaterCheck {
  readonly model: Model;
  readonly check: ModelCheck;
}

/** Checks at a point, and leaves the model there. */
export async function checkLater(
  measured: Measurement,
  { at, point }: LaterPoint,
  whereNotFinite: () => Promise<string | null>,
): Promise<LaterCheck> {
  const { bound, again } = measured;
  const model = await movedModel(bound.model, point);
  const check = await again(model);
  if (!Number.isFinite(model.baseCosts[0])) {
    const line = await whereNotFinite();
    const message = `The cost is not finite ${momentText(at)}: it is numerically unstable${line === null ? '' : ` (${line})`}.`;
    return { model, check: undecided(check, message) };
  }
  if (at.kind !== 'scaled' || !(await isSaturated(measured, check, at.factor, model)))
    return { model, check };
  const message =
    `The cost and the gradients part only ${momentText(at)}, and agree ${momentText(halfway(at))}: the cost is numerically ` +
    'unstable where its functions saturate, or the gradients are wrong only there.';
  return { model: await movedModel(bound.model, point), check: undecided(check, message) };
}

function halfway({ factor }: Extract<Moment, { kind: 'scaled' }>): Moment {
  return { kind: 'scaled', factor: Number(Math.sqrt(factor).toPrecision(2)) };
}

/**
 * True if what is wrong at a multiple of the parameters is right at the start and halfway there, and no slip explains
 * it: where 1 − A has few digits left, log(1 − A) is a staircase that has another derivative, or none.
 */
async function isSaturated(
  { bound, again, check: start }: Measurement,
  check: ModelCheck,
  factor: number,
  model: Model,
): Promise<boolean> {
  if (check.verdict === 'correct' || check.verdict === 'inconclusive' || start.verdict !== 'correct')
    return false;
  const explained = new Set((await penaltiesAt(check, model)).flatMap(({ tensors }) => tensors));
  const off = check.tensors.filter(
    ({ decision, fit, numerical }, i) =>
      ['wrong', 'suspicious'].includes(decision.verdict) &&
      !explained.has(i) &&
      (fit === null || numerical?.length === 1),
  );
  if (off.length === 0) return false;
  const halfwayThere = await again(
    await movedModel(bound.model, scaledPoint(model, Math.sqrt(factor)).point),
  );
  return halfwayThere.verdict === 'correct';
}

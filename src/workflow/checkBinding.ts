import type { Binding, Warning } from '../core/binding/binding';
import type { PlannedTensor } from '../core/binding/plan';
import { strengthsOf } from '../core/binding/strengths';
import type { Inventory, LeftOut } from '../core/binding/inventory';
import type { ModelCheck } from '../core/gradient/check';
import type { MeanOver } from '../core/gradient/convention';
import type { Moment } from '../core/gradient/moment';
import type { Penalty } from '../core/gradient/regularization';
import type { Model } from '../core/model';
import { HostError, type BoundModel, type ModelHost } from '../hosts/ModelHost';
import type { TraceReply } from '../protocol/host';
import type { CellLines } from '../source/notebook/cells';
import { gradientNames } from './assembleCheck';
import { measure, type Measurement } from './measure';
import { firstNotFinite, firstRandom } from './firstLines';
import { checkLater, laterPoints, type LaterPoint } from './moments';
import type { CheckOptions } from './options';
import { penaltiesAt } from './penalties';
import type { ProgressMeter } from './progress';
import { withNotFiniteLines } from './notFiniteLines';
import { noteWarnings } from './warnings';

/** One binding of a file, checked at one point. */
export interface Checked {
  readonly file: string;
  readonly binding: Binding;
  readonly at: Moment;
  readonly model: Model;
  readonly check: ModelCheck;
  readonly penalties: readonly Penalty[];
  /** What the strength λ of a regularization may be. */
  readonly strengths: readonly number[];
  readonly trace: TraceReply;
  readonly evaluations: number;
  readonly seconds: number;
  readonly warnings: readonly Warning[];
}

export interface Checking {
  readonly file: string;
  readonly host: ModelHost;
  readonly options: CheckOptions;
  readonly inventory: Inventory;
  readonly leftOut: readonly LeftOut[];
  /** Where the cells of a notebook are; null for any other file. */
  readonly cells: readonly CellLines[] | null;
  readonly meter: ProgressMeter;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
  /** Called when the model is bound and the numerical work begins. */
  readonly onBound: () => void;
}

/** Bind → check → trace: at the start, and then wherever else the options ask for. */
export async function checkBinding(
  binding: Binding,
  checking: Checking,
): Promise<readonly [Checked, ...Checked[]]> {
  const started = performance.now();
  const { host, options, meter } = checking;
  const chosen = options.tensor === null ? null : indexOfTensor(binding.plan.tensors, options.tensor);
  const measured = await measure(binding, {
    host,
    file: checking.file,
    inventory: checking.inventory,
    seed: options.seed,
    settingsFor: (one) => ({
      step: options.step,
      scheme: options.scheme,
      effort: options,
      seed: options.seed,
      tensors: chosen === null ? null : [chosen],
      counts: { examples: binding.examples, classes: binding.classes },
      tied: tiedGroups(one),
      meanOver: meanOver(binding),
    }),
    onBound: ({ model }) => {
      checking.onBound();
      meter.tensors(model.tensors);
      meter.plan(model.evaluationSeconds * (options.scheme === 'central' ? 2 : 1));
      return (progress) =>
        meter.components(model.tensors[progress.tensor]!.name, progress.done, progress.total);
    },
  });
  const { bound, evaluations } = measured;
  const randomLine = await withRandomLine(measured.check, checking);
  const check = await withNotFiniteLines(randomLine, bound.model, checking);
  const penalties = await penaltiesAt(check, bound.model);
  meter.stage('Finding the lines');
  const trace = await traceOf(checking);
  const seconds = (performance.now() - started) / 1000;
  if (options.afterSteps > 0) meter.stage('Making steps of gradient descent');
  const { points, warnings } = await laterPoints(measured, binding.plan, options);
  const start: Checked = {
    file: checking.file,
    binding,
    at: { kind: 'start' },
    model: bound.model,
    check,
    penalties,
    strengths: strengthsOf(binding.plan, checking.inventory),
    trace,
    evaluations,
    seconds,
    warnings: [...measured.warnings, ...warningsOf(measured, checking), ...warnings],
  };
  const later: Checked[] = [];
  for (const point of points) later.push(await checkedLater(start, measured, point, checking));
  if (points.length > 0) await bound.model.move([]);
  return [start, ...later];
}

/** Says of a random cost where it is made so. */
async function withRandomLine(check: ModelCheck, checking: Checking): Promise<ModelCheck> {
  if (check.tensors[0]?.obstacle?.kind !== 'cost-random') return check;
  const where = await firstRandom(checking);
  if (where === null) return check;
  return {
    ...check,
    tensors: check.tensors.map((one) => ({ ...one, obstacle: { kind: 'cost-random', where } })),
  };
}

/** The same binding at another point. */
async function checkedLater(
  start: Checked,
  measured: Measurement,
  point: LaterPoint,
  checking: Checking,
): Promise<Checked> {
  const started = performance.now();
  const before = measured.bound.evaluations();
  checking.meter.plan(measured.bound.model.evaluationSeconds * 2);
  const { model, check } = await checkLater(measured, point, () => firstNotFinite(checking));
  return {
    ...start,
    at: point.at,
    model,
    check,
    penalties: await penaltiesAt(check, model),
    trace: check.verdict === 'correct' ? start.trace : await traceOf(checking),
    evaluations: measured.bound.evaluations() - before,
    seconds: (performance.now() - started) / 1000,
    warnings: [],
  };
}

function meanOver({ meanOver: mean, plan }: Binding): MeanOver | null {
  if (mean === undefined) return null;
  const tensors = [...plan.tensors.keys()].filter((i) => mean.tensors.includes(plan.tensors[i]!.name));
  return { examples: mean.examples, tensors };
}

/** Indices of tensors that are one array, as the host noted. */
function tiedGroups({ model, notes }: BoundModel): readonly (readonly number[])[] {
  const indexOf = (name: string) => model.tensors.findIndex((tensor) => tensor.name === name);
  return notes.flatMap((note) => (note.kind === 'tied' ? [note.names.map(indexOf)] : []));
}

/** True if these are the tensors among which the one that was asked for is. */
export function holdsTensor(tensors: readonly PlannedTensor[], name: string | null): boolean {
  return name === null || indexOfTensor(tensors, name) >= 0;
}

/** A tensor by its own name, or by that of its gradient; −1 if there is none. */
function indexOfTensor(tensors: readonly PlannedTensor[], name: string): number {
  const gradients = gradientNames(tensors);
  return tensors.findIndex((tensor, i) => tensor.name === name || gradients[i] === name);
}

/** The trace explains; a check whose model cannot be traced still has its verdict. */
async function traceOf({ host, signal, onOutput }: Checking): Promise<TraceReply> {
  try {
    return await host.trace();
  } catch (error) {
    if (signal.aborted || !(error instanceof HostError)) throw error;
    onOutput(`The lines could not be found: ${error.failure.trace ?? error.message}\n`);
    return { gradients: [] };
  }
}

function warningsOf({ bound, reseeded, kept }: Measurement, checking: Checking): readonly Warning[] {
  const several = bound.model.tensors.filter(({ size }) => size > 1);
  const zero = several.filter(({ norm }) => norm === 0).map(({ name }) => name);
  return noteWarnings({
    notes: bound.notes,
    reseeded,
    kept,
    standIns: checking.inventory.standIns,
    leftOut: checking.leftOut,
    failed: checking.inventory.failed ?? [],
    cells: checking.cells,
    zero: zero.length < several.length ? [] : zero,
  });
}

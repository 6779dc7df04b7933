import type { Binding, Warning } from '../core/binding/binding';
import type { PlannedTensor } from '../core/binding/plan';
import type { Inventory, LeftOut } from '../core/binding/inventory';
import type { ModelCheck } from '../core/gradient/check';
import type { MeanOver } from '../core/gradient/convention';
import type { Model } from '../core/model';
import { HostError, type BoundModel, type ModelHost } from '../hosts/ModelHost';
import type { TraceReply } from '../protocol/host';
import type { CellLines } from '../source/notebook/cells';
import { gradientNames } from './assembleCheck';
import { measure } from './measure';
import type { CheckOptions } from './options';
import type { ProgressMeter } from './progress';
import { noteWarnings } from './warnings';

/** One binding of a file, checked. */
export interface Checked {
  readonly file: string;
  readonly binding: Binding;
  readonly model: Model;
  readonly check: ModelCheck;
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

/** Bind → check → trace. */
export async function checkBinding(binding: Binding, checking: Checking): Promise<Checked> {
  const started = performance.now();
  const { host, options, meter } = checking;
  const chosen = options.tensor === null ? null : indexOfTensor(binding.plan.tensors, options.tensor);
  const { bound, reseeded, check, evaluations, warnings } = await measure(binding, {
    host,
    file: checking.file,
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
  meter.stage('Finding the lines');
  const trace = await traceOf(checking);
  return {
    file: checking.file,
    binding,
    model: bound.model,
    check,
    trace,
    evaluations,
    seconds: (performance.now() - started) / 1000,
    warnings: [...warnings, ...warningsOf(bound, reseeded, checking)],
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

function warningsOf(bound: BoundModel, reseeded: boolean, checking: Checking): readonly Warning[] {
  const several = bound.model.tensors.filter(({ size }) => size > 1);
  const zero = several.filter(({ norm }) => norm === 0).map(({ name }) => name);
  return noteWarnings({
    notes: bound.notes,
    reseeded,
    standIns: checking.inventory.standIns,
    leftOut: checking.leftOut,
    failed: checking.inventory.failed ?? [],
    cells: checking.cells,
    zero: zero.length < several.length ? [] : zero,
  });
}

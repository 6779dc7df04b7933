import type { Inventory } from '../core/binding/inventory';
import type { RunOutcome } from '../core/binding/binding';
import type { Plan, Step } from '../core/binding/plan';
import type { Trace } from '../core/activation/record';
import type { HostFailure } from '../core/failure';
import type { Model } from '../core/model';
import type {
  BindNote,
  BoundTensor,
  DataReply,
  DataRequest,
  LoadRequest,
  ScalesRequest,
  TraceReply,
} from '../protocol/host';

/** A model once its plan is bound. */
export interface BoundModel {
  readonly model: Model;
  readonly tensors: readonly BoundTensor[];
  readonly notes: readonly BindNote[];
  /** False if the gradients differed when they were computed again at the same point. */
  readonly gradientRepeats: boolean;
  /** Evaluations of the cost so far, the host's own included. */
  readonly evaluations: () => number;
}

export interface ObservedRun {
  readonly trace: Trace;
  readonly failure: HostFailure | null;
}

/** A child process that runs model code. Every method rejects with `HostError`, or with an abort when cancelled. */
export interface ModelHost {
  load(request: LoadRequest): Promise<Inventory>;
  run(steps: readonly Step[]): Promise<RunOutcome>;
  bind(plan: Plan): Promise<BoundModel>;
  trace(): Promise<TraceReply>;
  /** Runs the model once and tells of every array it made; also how the run ended, if early. */
  scales(run: ScalesRequest['run']): Promise<ObservedRun>;
  /** Writes an array of the model to a file, after the steps that make it. */
  data(request: DataRequest): Promise<DataReply>;
  /** Ends the process and all it started. Safe to call at any time, more than once. */
  dispose(): Promise<void>;
}

/** The model, or its host, failed. */
export class HostError extends Error {
  constructor(readonly failure: HostFailure) {
    super(failure.message);
    this.name = 'HostError';
  }
}

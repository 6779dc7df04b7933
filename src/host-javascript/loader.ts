import type { Inventory } from '../core/binding/inventory';
import type { HostFailure } from '../core/failure';
import type { LoadRequest, TraceReply } from '../protocol/host';
import type { FunctionFacts } from './describe';
import { HostError, internalError } from './failures';
import { loadExpressionModel } from './expression/load';
import { loadModule } from './modules/load';
import type { Instrumentation } from './modules/project';

/** A gradient as the model returned it. */
export interface ReturnedGradient {
  readonly tensor: string;
  readonly value: unknown;
}

/**
 * A model file in memory. Everything after loading works on these ordinary JavaScript values, whichever language the file
 * is written in.
 */
export interface LoadedModel {
  readonly inventory: Inventory;
  /** The top-level names of the file. */
  readonly namespace: object;
  readonly factsOf: FunctionFacts;
  /** Im J where one component of a parameter is complex, by the parameter's name. Absent: the model's numbers are real. */
  imaginaryCost?(parameter: string, index: number, distance: number): number;
  /** Says where the returned gradients were made. `run` computes the gradients once; it may be called under observation. */
  trace(run: () => readonly ReturnedGradient[]): TraceReply;
  /** Loads the file once more, in a form that can be traced. Absent: this one can. */
  instrumented?(): Promise<LoadedModel>;
  /** Loads the file once more, with probes in it. Absent: its arrays cannot be observed. */
  observed?(observer: Instrumentation): Promise<LoadedModel>;
  /** The files of the user's own that were run. */
  ownFiles?(): readonly string[];
  /** What holds the state of the model, besides its own names. */
  state?(): readonly object[];
  /** Where the model's code is, or was when the time limit stopped it. */
  whereabouts?(): Partial<HostFailure>;
  /** Seeds generators that do not draw from `Math.random`. */
  reseed?(seed: number): void;
}

export type Loader = (request: LoadRequest) => LoadedModel | Promise<LoadedModel>;

const loaders: readonly { readonly files: RegExp; readonly load: Loader }[] = [
  { files: /\.gradient\.(json|ya?ml)$/i, load: loadExpressionModel },
  { files: /\.[mc]?[jt]s$/i, load: loadModule },
];

/** Loads a model file by what its name says it is. */
export async function loadModel(request: LoadRequest): Promise<LoadedModel> {
  const loader = loaders.find(({ files }) => files.test(request.file));
  if (request.sections !== undefined)
    throw internalError('The cells of a notebook are run in Python; this is one file.');
  if (loader !== undefined) return loader.load(request);
  const failure: HostFailure = {
    kind: 'syntax',
    message:
      'This is not a model file that can be loaded. Name an expression model NAME.gradient.yaml or NAME.gradient.json.',
    file: request.file,
  };
  throw new HostError(failure);
}

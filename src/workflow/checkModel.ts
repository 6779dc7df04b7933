import { dirname } from 'node:path';
import type { Warning } from '../core/binding/binding';
import { bind } from '../core/binding/bind';
import type { Binding } from '../core/binding/binding';
import type { Inventory, LeftOut } from '../core/binding/inventory';
import { checkGradients } from '../core/gradient/check';
import { ProblemError, type Problem } from '../core/problem';
import { problemOfFailure } from '../core/problems/failureProblem';
import { HostError, type BoundModel, type ModelHost } from '../hosts/ModelHost';
import { startHost } from '../hosts/processHost';
import type { TraceReply } from '../protocol/host';
import type { CheckProgress } from '../protocol/panels';
import type { Report } from '../protocol/report';
import { assembleReport, gradientNames } from './assemble';
import { inWordsOf, languageOf } from './languages';
import type { CheckOptions } from './options';
import { ProgressMeter } from './progress';
import { noteWarnings } from './warnings';

/** How to start the processes that run model code. */
export interface Runtime {
  /** Folder that holds `python/gradient_lens_host` and `dist/host-javascript.js`. */
  readonly installation: string;
  /** Node executable and environment for the JavaScript host. */
  readonly node: { readonly path: string; readonly environment: Readonly<Record<string, string>> };
  /** Finds the Python interpreter; called only for a Python model. Throws a `ProblemError` when there is none. */
  readonly findPython: () => Promise<string>;
}

export interface CheckRequest {
  readonly file: string;
  /** The text to check, which may be unsaved. */
  readonly source: string;
  readonly projectRoot: string;
  readonly options: CheckOptions;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CheckProgress) => void;
  /** What the model prints. */
  readonly onOutput: (text: string) => void;
}

export type CheckOutcome =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** Load → bind → check → trace, in a process of its own. Never rejects: what went wrong is the outcome. */
export async function checkModel(request: CheckRequest): Promise<CheckOutcome> {
  const session: Session = { host: null, interpreter: '', stage: 'load' };
  try {
    return { kind: 'report', report: await run(request, session) };
  } catch (error) {
    if (request.signal.aborted) return { kind: 'cancelled' };
    return { kind: 'problem', problem: inWordsOf(request.file, problemOf(error, request, session)) };
  } finally {
    await session.host?.dispose();
  }
}

/** What is known so far, for the sentence if it ends early. */
interface Session {
  host: ModelHost | null;
  interpreter: string;
  stage: 'load' | 'bind' | 'check';
}

async function run(request: CheckRequest, session: Session): Promise<Report> {
  const started = performance.now();
  const { file, source, options, runtime, signal } = request;
  const meter = new ProgressMeter(request.onProgress);
  const language = languageOf(file);
  if (!language)
    throw refusal(
      request,
      'unsupported',
      'Gradient Lens checks Python, JavaScript and TypeScript files, and expression models (.gradient.json, .gradient.yaml). Open one of these.',
    );
  if (source.trim() === '')
    throw refusal(
      request,
      'empty',
      'the file is empty. Write a cost and a backward function, or start from one of the examples.',
    );
  if (source.includes('\0'))
    throw refusal(request, 'binary', 'the file is not text. Choose the source file of the model.');

  meter.stage('Loading the model');
  const { launch, interpreter } = await language.launch(runtime, dirname(file));
  session.interpreter = interpreter;
  const host = (session.host = startHost(launch, signal, request.onOutput));
  const leftOut = language.leaveOut(source, file);
  const inventory = await host.load({
    file,
    source,
    projectRoot: request.projectRoot,
    leaveOut: leftOut,
    moduleName: '__gradient_lens_model__',
    seed: options.seed,
    loadTimeout: options.loadTimeout,
    evaluationTimeout: options.evaluationTimeout,
  });

  session.stage = 'bind';
  meter.stage('Finding the cost and the gradients');
  const result = await bind(inventory, host, {
    reading: options.reading,
    subject: options.subject,
    seed: options.seed,
    examples: options.examples,
  });
  if (!result.ok) throw new ProblemError(result.problem);
  const { binding } = result;
  const { bound, reseeded } = await bindModel(host, binding, options.seed);
  const { model } = bound;
  meter.tensors(model.tensors);

  session.stage = 'check';
  meter.plan(model.evaluationSeconds * (options.scheme === 'central' ? 2 : 1));
  const check = await checkGradients(
    model,
    {
      step: options.step,
      scheme: options.scheme,
      seed: options.seed,
      tensors: options.tensor === null ? null : [tensorNamed(options.tensor, bound, binding, request)],
      counts: { examples: binding.examples, classes: binding.classes },
      tied: tiedGroups(bound),
    },
    (progress) => meter.components(model.tensors[progress.tensor]!.name, progress.done, progress.total),
  );
  const evaluations = bound.evaluations();
  meter.stage('Finding the lines');
  const trace = await traceOf(host, request);
  return assembleReport(
    {
      file,
      binding,
      model,
      check,
      trace,
      evaluations,
      seconds: (performance.now() - started) / 1000,
      warnings: warningsOf(bound, reseeded, inventory, leftOut),
    },
    options,
  );
}

/** Binds, and where the cost is random tries again with every generator seeded before each evaluation. */
async function bindModel(
  host: ModelHost,
  binding: Binding,
  seed: number,
): Promise<{ bound: BoundModel; reseeded: boolean }> {
  const bound = await host.bind(binding.plan);
  const deterministic = ({ model }: BoundModel) => Object.is(...model.baseCosts);
  if (deterministic(bound)) return { bound, reseeded: false };
  const seeded = await host.bind({ ...binding.plan, reseed: seed });
  return { bound: seeded, reseeded: deterministic(seeded) };
}

/** Indices of tensors that are one array, as the host noted. */
function tiedGroups({ model, notes }: BoundModel): readonly (readonly number[])[] {
  const indexOf = (name: string) => model.tensors.findIndex((tensor) => tensor.name === name);
  return notes.flatMap((note) => (note.kind === 'tied' ? [note.names.map(indexOf)] : []));
}

/** A tensor by its own name, or by that of its gradient. */
function tensorNamed(name: string, { model }: BoundModel, binding: Binding, request: CheckRequest): number {
  const gradients = gradientNames(binding.plan.tensors);
  const found = model.tensors.findIndex((tensor, i) => tensor.name === name || gradients[i] === name);
  if (found >= 0) return found;
  const names = model.tensors.map((tensor) => tensor.name).join(', ');
  throw refusal(request, 'unknown-tensor', `there is no tensor named ${name}. The model has ${names}.`);
}

/** The trace explains; a check whose model cannot be traced still has its verdict. */
async function traceOf(host: ModelHost, { signal, onOutput }: CheckRequest): Promise<TraceReply> {
  try {
    return await host.trace();
  } catch (error) {
    if (signal.aborted || !(error instanceof HostError)) throw error;
    onOutput(`The lines could not be found: ${error.failure.trace ?? error.message}\n`);
    return { gradients: [] };
  }
}

function warningsOf(
  bound: BoundModel,
  reseeded: boolean,
  inventory: Inventory,
  leftOut: readonly LeftOut[],
): readonly Warning[] {
  const zero = bound.model.tensors.filter(({ size, norm }) => size > 1 && norm === 0);
  const names =
    zero.length < bound.model.tensors.filter(({ size }) => size > 1).length
      ? []
      : zero.map(({ name }) => name);
  return noteWarnings({ notes: bound.notes, reseeded, standIns: inventory.standIns, leftOut, zero: names });
}

function refusal(request: CheckRequest, code: string, message: string): ProblemError {
  return new ProblemError({ code, message, file: request.file, line: null, column: null, details: '' });
}

function problemOf(error: unknown, { file }: CheckRequest, session: Session): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof HostError)
    return problemOfFailure(error.failure, {
      file,
      stage: session.stage,
      interpreter: session.interpreter,
    });
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'internal',
    message: 'Gradient Lens itself failed here. The log has the details; please report them.',
    file,
    line: null,
    column: null,
    details,
  };
}

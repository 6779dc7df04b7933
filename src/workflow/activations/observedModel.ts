import { dirname } from 'node:path';
import type { Network } from '../../core/activation/network';
import { networkOf } from '../../core/activation/structure/networkOf';
import { profileOf } from '../../core/activation/judgement/profileOf';
import type { Profile } from '../../core/activation/profile';
import type { Trace } from '../../core/activation/record';
import type { BindingResult, Warning } from '../../core/binding/binding';
import type { Inventory } from '../../core/binding/inventory';
import type { Plan } from '../../core/binding/plan';
import type { HostFailure } from '../../core/failure';
import { ProblemError, type Problem } from '../../core/problem';
import { problemOfFailure } from '../../core/problems/failureProblem';
import { HostError, type BoundModel, type ModelHost } from '../../hosts/ModelHost';
import { startHost } from '../../hosts/processHost';
import type { ActivationReport } from '../../protocol/activations';
import { isTypeScript } from '../../source/javascript/parse';
import type { CellLines } from '../../source/notebook/cells';
import { bindModel } from '../bindModel';
import { inWordsOf, languageOf, type ModelText } from '../languages';
import { problemAfterFailures } from '../notebook';
import { openModel } from '../openModel';
import { defaultCheckOptions } from '../options';
import { relocateProblem } from '../relocate';
import { boundForLayers } from './boundForLayers';
import { chooseRun } from './chooseRun';
import { relocateNetwork } from './relocate';
import type { ActivationRequest } from './request';
import { toldElsewhere } from './toldElsewhere';
import { withWeightLines } from './weightLines';

/** A model in a process of its own, ready to be observed. */
export interface ObservedModel {
  readonly model: ModelText;
  readonly language: ActivationReport['language'];
  /** How the file was understood. */
  readonly subject: string;
  /** Null where no gradients were found: then the file's own statements are run. */
  readonly bound: BoundModel | null;
  /** By which it is bound. */
  readonly plan: Plan | null;
  readonly warnings: readonly Warning[];
  readonly run: ActivationReport['run'];
  /** Runs forward and backward where the parameters are now, or the file. */
  readonly observe: () => Promise<Observed>;
}

export interface Observed {
  readonly profile: Profile;
  readonly trace: Trace;
  /** Why the run ended early, if it did. */
  readonly failure: HostFailure | null;
}

/** What became of work with a model. */
export type Worked<T> =
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

interface Session {
  readonly hosts: ModelHost[];
  interpreter: string;
  stage: 'load' | 'bind' | 'check';
  cells: readonly CellLines[] | null;
}

/** Loads and binds a model, works with it, and ends its processes. Never rejects: what went wrong is the outcome. */
export async function withModel<T>(
  request: ActivationRequest,
  work: (model: ObservedModel) => Promise<T>,
): Promise<Worked<T>> {
  const session: Session = { hosts: [], interpreter: '', stage: 'load', cells: null };
  try {
    request.signal.throwIfAborted();
    return { kind: 'done', result: await work(await open(request, session)) };
  } catch (error) {
    if (request.signal.aborted) return { kind: 'cancelled' };
    const problem = inWordsOf(request.file, problemOf(error, request.file, session));
    const { cells } = session;
    return { kind: 'problem', problem: cells ? relocateProblem(problem, request.file, cells) : problem };
  } finally {
    await Promise.all(session.hosts.map((host) => host.dispose()));
  }
}

async function open(request: ActivationRequest, session: Session): Promise<ObservedModel> {
  const { file, source, options, runtime, signal } = request;
  const stage = (name: string): void =>
    request.onProgress({ stage: name, done: 0, total: null, secondsLeft: null });
  const language = languageOf(file);
  if (language === null || language.name === 'expression')
    throw refusal(
      file,
      'unsupported',
      'layers are observed in Python, JavaScript and TypeScript files, and Jupyter notebooks. Open one of these.',
    );
  if (source.trim() === '')
    throw refusal(file, 'empty', 'the file is empty. Write a network with a forward and a backward pass.');
  if (source.includes('\0'))
    throw refusal(file, 'binary', 'the file is not text. Choose the source file of the model.');
  const text = language.read(source, file);
  session.cells = text.cells;
  stage('Loading the model');
  const { launch, interpreter } = await language.launch(runtime, dirname(file));
  session.interpreter = interpreter;
  const opened = await openModel(text, {
    request: {
      ...request,
      options: { ...defaultCheckOptions, ...options },
      onProgress: () => undefined,
    },
    ownSizes: true,
    start: () => {
      const started = startHost(launch, signal, request.onOutput);
      session.hosts.push(started);
      return started;
    },
    onLoaded: () => {
      session.stage = 'bind';
      stage('Finding the cost and the gradients');
    },
  });
  const { host, inventory, result, model } = opened;
  // A call that did not end took the process with it.
  if (!result.ok && result.problem.code === 'timeout') throw new ProblemError(result.problem);
  const named = isTypeScript(file) ? 'typescript' : language.name;
  const chosen = await chooseRun(opened);
  const { run, binding } = chosen;
  const remedied = binding === null ? null : await bindModel(host, binding.plan, options.seed);
  const examples = binding?.examples ?? null;
  session.stage = 'check';
  stage('Running the network');
  const layered = remedied && (await boundForLayers(host, remedied, examples));
  const bound = layered?.bound ?? null;
  return {
    model,
    language: named,
    subject: binding === null ? 'the statements of the file' : (binding.readings[0] ?? binding.subject),
    bound,
    plan: layered?.plan ?? null,
    warnings: [...chosen.warnings, ...(remedied?.reseeded ? [seeded] : [])],
    run,
    observe: async () => {
      stage('Running the network');
      const { trace, failure } = chosen.run === 'load' ? chosen.seen : await host.scales('gradient');
      const tensors = bound?.model.tensors ?? [];
      const first = networkOf(trace, tensors, examples);
      const doubt = run === 'gradient' && failure === null ? doubtOf(first, trace) : null;
      const forward = doubt === null ? null : await forwardLength(host, trace);
      const cut = forward === null ? first : networkOf({ ...trace, forward }, tensors, examples);
      const fewer = doubt === 'used-again' && usedTensors(cut).size < usedTensors(first).size;
      const seen = fewer || losesLayers(first, cut) ? first : cut;
      const network = bound === null ? seen : await toldElsewhere({ host, bound, trace, seen, examples });
      if (failure !== null && network.layers.length === 0) throw new HostError(failure);
      if (network.layers.length === 0) {
        const seen = run === 'load' || (await makesArrays(host));
        throw new ProblemError(noLayers(result, inventory.failed, file, seen));
      }
      const placed = withWeightLines(network, file, { model, language: named });
      const told = model.cells ? relocateNetwork(placed, file, model.cells) : placed;
      return { profile: profileOf(told, trace.edges), trace, failure };
    },
  };
}

/** Why products of the backward pass may be among the layers: nothing can be told of them, or weights are used again. */
function doubtOf(network: Network, { edges }: Trace): 'inconclusive' | 'used-again' | null {
  if (profileOf(network, edges).verdict === 'inconclusive') return 'inconclusive';
  const weighted = network.layers.filter(({ weights }) => weights !== null && weights.tensor !== null);
  return usedTensors(network).size < weighted.length ? 'used-again' : null;
}

/** True if the cut leaves out weights of layers whose φ the values show: where the two runs part is not where it ends. */
function losesLayers(whole: Network, cut: Network): boolean {
  const sure = whole.layers.filter(
    ({ activationFunction: found }) => found?.from === 'values' && found.name !== 'identity',
  );
  const left = usedTensors(cut);
  return [...usedTensors({ layers: sure })].some((tensor) => !left.has(tensor));
}

function usedTensors({ layers }: Pick<Network, 'layers'>): ReadonlySet<number> {
  return new Set(layers.flatMap(({ weights }) => weights?.tensor ?? []));
}

/** False if the cost is computed from what was there before, in single numbers alone. */
async function makesArrays(host: ModelHost): Promise<boolean> {
  const { trace, failure } = await host.scales('cost');
  return failure !== null || trace.records.some(({ place }) => place !== null);
}

/** How many records the forward pass makes, by a run of the cost alone; null if the run does not begin with it. */
async function forwardLength(host: ModelHost, { records }: Trace): Promise<number | null> {
  const { trace, failure } = await host.scales('cost');
  const parted = trace.records.findIndex(
    ({ place, target }, at) => place?.line !== records[at]?.place?.line || target !== records[at]?.target,
  );
  if (failure !== null || parted === 0) return null;
  return parted < 0 ? trace.records.length : parted;
}

const seeded: Warning = {
  code: 'reseeded',
  message: 'The network is random, as with dropout; the generators were seeded before the run.',
  line: null,
};

/**
 * Says what was missing, and what would help.
 *
 * @param seen whether the forward pass made arrays
 */
function noLayers(result: BindingResult, failed: Inventory['failed'], file: string, seen: boolean): Problem {
  const remedy =
    'Write a cost and a backward function, or call the forward pass with data at the top level of the file.';
  if (result.ok) {
    const [{ subject }] = result.bindings;
    const message =
      subject === 'model'
        ? `no layers could be told: ${seen ? untold : unseen}`
        : `there are layers (${subject}) but no network that joins them. ${remedy}`;
    return { code: 'no-layers', message, file, line: null, column: null, details: '' };
  }
  const { problem } = result;
  if (failed !== undefined && failed.length > 0) return problemAfterFailures(problem, failed, file);
  const message = `no layers were seen when the file ran, and ${problem.message} To see a forward pass alone, call it with data at the top level of the file.`;
  return { ...problem, message };
}

const untold =
  'none of the arrays of the run is W A + b or φ(W A + b) with parameters W and b. Single numbers are not looked at: keep the outputs of a layer, for all its units or all examples, in an array.';
const unseen =
  'the forward pass makes no arrays, only single numbers. Keep the outputs of a layer, for all its units or all examples, in an array.';

function refusal(file: string, code: string, message: string): ProblemError {
  return new ProblemError({ code, message, file, line: null, column: null, details: '' });
}

function problemOf(error: unknown, file: string, session: Session): Problem {
  if (error instanceof ProblemError) return error.problem;
  const { stage, interpreter } = session;
  if (error instanceof HostError)
    return problemOfFailure(error.failure, { file, stage, contract: false, interpreter });
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = 'Gradient Lens itself failed here. The log has the details; please report them.';
  return { code: 'internal', message, file, line: null, column: null, details };
}

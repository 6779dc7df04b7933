import { dirname } from 'node:path';
import { contractOf } from '../core/binding/contract';
import { lineText } from '../core/place';
import { ProblemError, type Problem } from '../core/problem';
import { problemOfFailure } from '../core/problems/failureProblem';
import { HostError, type ModelHost } from '../hosts/ModelHost';
import { startHost } from '../hosts/processHost';
import type { CheckProgress } from '../protocol/panels';
import type { CheckReport, Report } from '../protocol/report';
import { isTypeScript } from '../source/javascript/parse';
import { expectationsIn } from '../source/expectations';
import { withoutEpsilons } from '../source/epsilons';
import { cellAt, type CellLines } from '../source/notebook/cells';
import { assembleReport } from './assemble';
import { holdsTensor, type Checked, type Checking } from './checkBinding';
import { checkReadings } from './checkReadings';
import { explainedByEpsilons } from './epsilonDoubts';
import { inWordsOf, languageOf } from './languages';
import { problemAfterFailures } from './notebook';
import { openModel } from './openModel';
import type { CheckOptions } from './options';
import { withOrigins } from './origins';
import { pooledHost } from './pool';
import { ProgressMeter } from './progress';
import { explainedByZeroings } from './zeroedDoubts';
import { withoutMostExamples } from './subset';
import { relocateProblem, relocateReport } from './relocate';

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
  /** Bytes that the model's process may hold; a share of the machine's memory if absent. */
  readonly memoryLimit?: number;
}

export type CheckOutcome =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** Load → bind → check → trace, in a process of its own. Never rejects: what went wrong is the outcome. */
export async function checkModel(request: CheckRequest): Promise<CheckOutcome> {
  const session: Session = { hosts: [], interpreter: '', stage: 'load', contract: false, cells: null };
  try {
    return { kind: 'report', report: await run(request, session) };
  } catch (error) {
    if (request.signal.aborted) return { kind: 'cancelled' };
    const problem = inWordsOf(request.file, problemOf(error, request, session));
    const { cells } = session;
    return { kind: 'problem', problem: cells ? relocateProblem(problem, request.file, cells) : problem };
  } finally {
    await Promise.all(session.hosts.map((host) => host.dispose()));
  }
}

/** What is known so far, for the sentence if it ends early. */
interface Session {
  readonly hosts: ModelHost[];
  interpreter: string;
  stage: 'load' | 'bind' | 'check';
  /** The file declares a model contract. */
  contract: boolean;
  /** Of a notebook. */
  cells: readonly CellLines[] | null;
}

async function run(request: CheckRequest, session: Session): Promise<Report> {
  const { file, source, options, runtime, signal, onOutput } = request;
  const meter = new ProgressMeter(request.onProgress);
  const language = languageOf(file);
  if (!language)
    throw refusal(
      request,
      'unsupported',
      'Gradient Lens checks Python, JavaScript and TypeScript files, Jupyter notebooks, and expression models (.gradient.json, .gradient.yaml). Open one of these.',
    );
  if (source.trim() === '')
    throw refusal(
      request,
      'empty',
      'the file is empty. Write a cost and a backward function, or start from one of the examples.',
    );
  if (source.includes('\0'))
    throw refusal(request, 'binary', 'the file is not text. Choose the source file of the model.');

  const model = language.read(source, file);
  const { text, cells } = model;
  session.cells = cells;
  meter.stage('Loading the model');
  const { launch, interpreter } = await language.launch(runtime, dirname(file));
  session.interpreter = interpreter;
  const opened = await openModel(model, {
    request,
    start: () => {
      const host = pooledHost({
        first: startHost(launch, signal, onOutput),
        another: (environment) =>
          startHost({ ...launch, environment: { ...launch.environment, ...environment } }, signal, () => {}),
        signal,
        log: onOutput,
      });
      session.hosts.push(host);
      return host;
    },
    onLoaded: (inventory) => {
      session.stage = 'bind';
      session.contract = contractOf(inventory) !== null;
      meter.stage('Finding the cost and the gradients');
    },
  });
  const { host, inventory, bindOptions, result: all } = opened;
  const { leftOut } = opened.model;
  if (!all.ok) throw new ProblemError(problemAfterFailures(all.problem, inventory.failed, file));
  const result = await withoutMostExamples(all, inventory, host, bindOptions);
  const checking: Checking = {
    file,
    host,
    options,
    inventory,
    leftOut,
    cells,
    meter,
    signal,
    onOutput,
    onBound: () => {
      session.stage = 'check';
    },
  };
  const checked: Checked[] = [];
  const unbound = [...result.unbound];
  const wanted = result.bindings.filter(({ plan }) => holdsTensor(plan.tensors, options.tensor));
  if (wanted.length === 0) {
    const names = result.bindings.flatMap(({ plan }) => plan.tensors.map(({ name }) => name));
    const message = `there is no tensor named ${options.tensor}. The model has ${names.join(', ')}.`;
    throw refusal(request, 'unknown-tensor', message);
  }
  for (const binding of wanted) {
    session.stage = 'bind';
    try {
      checked.push(...(await checkReadings(binding, checking)));
    } catch (error) {
      if (signal.aborted || binding === wanted[0] || !(error instanceof HostError)) throw error;
      // The host may be gone; what was checked before stands.
      unbound.push({ subject: binding.subject, problem: problemOf(error, request, session) });
    }
  }
  const dialect = isTypeScript(file) ? 'typescript' : language.name;
  const doubted = dialect === 'expression' ? checked : explainedByZeroings(checked, text, dialect, cells);
  const settled = await withoutEpsilonDoubts(doubted, text, request, cells);
  const report = assembleReport(
    { file, checked: settled, unbound, expectations: expectationsIn(text), inventory },
    options,
  );
  const told = dialect === 'expression' ? report : withOrigins(report, text, dialect, cells);
  return cells ? relocateReport(told, cells) : told;
}

/** What is wrong is checked once more without the ε of the logarithms of the file, if it has such. */
async function withoutEpsilonDoubts(
  checked: readonly Checked[],
  text: string,
  request: CheckRequest,
  cells: readonly CellLines[] | null,
): Promise<readonly Checked[]> {
  const without = withoutEpsilons(request.source);
  if (without === null || !checked.some(isOff)) return checked;
  const { kind, line } = withoutEpsilons(text) ?? without;
  const where = lineText(cells === null ? { line } : cellAt(cells, line));
  const checksAt = async (options: CheckOptions): Promise<readonly CheckReport[]> => {
    const onProgress = (progress: CheckProgress): void =>
      request.onProgress({ ...progress, stage: `Again without the ε of ${where}: ${progress.stage}` });
    const again = { ...request, options, source: without.text, onProgress, onOutput: () => {} };
    const outcome = await checkModel(again);
    return outcome.kind === 'report' ? outcome.report.checks : [];
  };
  const explained = explainedByEpsilons(checked, await checksAt(request.options), { kind, where });
  if (!explained.some(isWrong) || checked.some(({ at }) => at.kind !== 'start')) return explained;
  // Where predictions are so sure that p is 0 or 1, log p has no derivative without an ε either.
  const less = await checksAt({ ...request.options, timesParameters: unsaturating });
  return explainedByEpsilons(
    explained,
    less.filter(({ at }) => at.kind === 'scaled'),
    { kind, where },
  );
}

/** Of sure predictions this multiple of the parameters makes doubtful ones. */
const unsaturating = 0.1;

function isOff({ check: { verdict } }: Checked): boolean {
  return verdict === 'wrong' || verdict === 'suspicious';
}

function isWrong({ check }: Checked): boolean {
  return check.verdict === 'wrong';
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
      contract: session.contract,
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

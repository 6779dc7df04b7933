import { dirname } from 'node:path';
import { ProblemError, type Problem } from '../../core/problem';
import { problemOfFailure } from '../../core/problems/failureProblem';
import { HostError, type ModelHost } from '../../hosts/ModelHost';
import { startHost } from '../../hosts/processHost';
import type { NormalizationReport } from '../../protocol/normalization';
import { isDataFile } from '../../protocol/normalizationPanel';
import { isTypeScript } from '../../source/javascript/parse';
import { inWordsOf, languageOf } from '../languages';
import { relocateProblem } from '../relocate';
import { assembleNormalization } from './assemble';
import { fileSplits } from './fileSplits';
import type { FoundData } from './found';
import { ReadingMeter } from './meter';
import { modelSplits } from './modelSplits';
import { refusal } from './problems';
import type { NormalizationOutcome, NormalizationRequest } from './request';
import { TemporaryFolder } from './temporaryFolder';
import type { CellLines } from '../../source/notebook/cells';

/**
 * The statistics of the inputs of a model file or a data file: find the splits → read them → judge. Never rejects: what
 * went wrong is the outcome. Model code runs in a process of its own, and what it writes is removed at the end.
 */
export async function showNormalization(request: NormalizationRequest): Promise<NormalizationOutcome> {
  const session: Session = {
    hosts: [],
    folder: new TemporaryFolder(),
    interpreter: '',
    loaded: false,
    cells: null,
  };
  try {
    return { kind: 'report', report: await run(request, session) };
  } catch (error) {
    if (request.signal.aborted) return { kind: 'cancelled' };
    const problem = inWordsOf(request.file, problemOf(error, request, session));
    const { cells } = session;
    return { kind: 'problem', problem: cells ? relocateProblem(problem, request.file, cells) : problem };
  } finally {
    await Promise.all(session.hosts.map((host) => host.dispose()));
    await session.folder.remove();
  }
}

/** What is to be ended and removed, and what is known for the sentence if it ends early. */
interface Session {
  readonly hosts: ModelHost[];
  readonly folder: TemporaryFolder;
  interpreter: string;
  loaded: boolean;
  cells: readonly CellLines[] | null;
}

async function run(request: NormalizationRequest, session: Session): Promise<NormalizationReport> {
  const started = performance.now();
  request.signal.throwIfAborted();
  const meter = new ReadingMeter(request.onProgress);
  const found = isDataFile(request.file)
    ? await fromFile(request, meter)
    : await fromModel(request, session, meter);
  return assembleNormalization(found, { request, meter, started });
}

function fromFile(request: NormalizationRequest, meter: ReadingMeter): Promise<FoundData> {
  meter.stage('Opening the file');
  return fileSplits(request);
}

async function fromModel(
  request: NormalizationRequest,
  session: Session,
  meter: ReadingMeter,
): Promise<FoundData> {
  const { file, runtime, signal } = request;
  const source = request.source ?? '';
  const language = languageOf(file);
  if (language === null || language.name === 'expression')
    throw refusal(
      file,
      'unsupported',
      'the inputs are looked for in Python, JavaScript and TypeScript files, Jupyter notebooks, and data files (.csv, .tsv, .npy, .npz, .parquet). Open one of these.',
    );
  if (source.trim() === '')
    throw refusal(file, 'empty', 'the file is empty. Load or make the data in it, and try again.');
  if (source.includes('\0'))
    throw refusal(file, 'binary', 'the file is not text. Choose the source file of the model.');
  const model = language.read(source, file);
  session.cells = model.cells;
  const { launch, interpreter } = await language.launch(runtime, dirname(file));
  session.interpreter = interpreter;
  return modelSplits({
    request,
    model,
    language: isTypeScript(file) ? 'typescript' : language.name,
    folder: session.folder,
    start: () => {
      const host = startHost(launch, signal, request.onOutput);
      session.hosts.push(host);
      return host;
    },
    onStage: (stage) => {
      session.loaded = stage !== 'Loading the model';
      meter.stage(stage);
    },
  });
}

function problemOf(error: unknown, { file }: NormalizationRequest, session: Session): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof HostError)
    return problemOfFailure(error.failure, {
      file,
      stage: session.loaded ? 'data' : 'load',
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

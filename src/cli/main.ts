import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import manifest from '../../package.json';
import { terminalText } from '../core/emphasis';
import { ProblemError, problemText, type Problem } from '../core/problem';
import { isDataFile } from '../protocol/normalizationPanel';
import { findInterpreter } from '../hosts/python/interpreters';
import { activationsToJson } from '../report/activations/json';
import { activationsToText } from '../report/activations/text';
import { reportToJson } from '../report/json';
import { normalizationToJson } from '../report/normalization/json';
import { normalizationToText } from '../report/normalization/text';
import { reportToText, type Paint } from '../report/text';
import { askWhatIf } from '../workflow/activations/askWhatIf';
import { showActivations } from '../workflow/activations/showActivations';
import { checkModel, type Runtime } from '../workflow/checkModel';
import { showNormalization } from '../workflow/normalization/showNormalization';
import { findProjectRoot } from '../workflow/projectRoot';
import {
  parseCommand,
  UsageError,
  type ActivationsCommand,
  type CheckCommand,
  type NormalizationCommand,
} from './arguments';
import { exitStatus, failed } from './exitStatus';
import type { CommonCommand } from './flags';
import { readSource } from './readSource';
import { painter, ProgressLine, type Progress } from './terminal';

/** Runs a command line. @returns the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  process.stdout.on('error', outputFailed);
  process.stderr.on('error', () => {});
  try {
    const command = parseCommand(words);
    switch (command.command) {
      case 'help':
        process.stdout.write(command.text);
        return 0;
      case 'version':
        process.stdout.write(`${manifest.version}\n`);
        return 0;
      case 'check':
        return await check(command);
      case 'normalization':
        return await normalization(command);
      case 'activations':
        return await activations(command);
    }
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message);
    if (error instanceof ProblemError) return complain(problemText(error.problem, terminalText));
    throw error;
  }
}

/** A key, another process, and a terminal that is closed. */
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function check(command: CheckCommand): Promise<number> {
  const file = resolve(command.file);
  const source = await readSource(file);
  const outcome = await interruptible(command, file, 'components', (common) =>
    checkModel({ ...common, source, options: command.options }),
  );
  if (outcome.kind !== 'report') return complainOf(outcome, command, 'check');
  const { report } = outcome;
  await write(
    command,
    command.format === 'json' ? reportToJson(report) : reportToText(report, paintFor(command), command),
  );
  return exitStatus(report.verdict);
}

async function normalization(command: NormalizationCommand): Promise<number> {
  const file = resolve(command.file);
  const source = isDataFile(file) ? null : await readSource(file);
  const outcome = await interruptible(command, file, 'examples', (common) =>
    showNormalization({ ...common, source, options: command.options }),
  );
  if (outcome.kind !== 'report') return complainOf(outcome, command, 'reading');
  const { report } = outcome;
  await write(
    command,
    command.format === 'json' ? normalizationToJson(report) : normalizationToText(report, paintFor(command)),
  );
  return exitStatus(report.verdict);
}

async function activations(command: ActivationsCommand): Promise<number> {
  const file = resolve(command.file);
  const source = await readSource(file);
  const outcome = await interruptible(command, file, 'runs', async (common) => {
    const request = { ...common, source, options: command.options };
    const shown = await showActivations(request);
    if (shown.kind !== 'report' || command.init === null) return { shown, whatIf: null };
    const whatIf = await askWhatIf(request, command.init);
    return whatIf === null ? { shown: { kind: 'cancelled' } as const, whatIf } : { shown, whatIf };
  });
  const { shown, whatIf } = outcome;
  if (shown.kind !== 'report') return complainOf(shown, command, 'run');
  const { report } = shown;
  await write(
    command,
    command.format === 'json'
      ? activationsToJson(report, whatIf)
      : activationsToText(report, whatIf, paintFor(command)),
  );
  return exitStatus(report.verdict);
}

/** What every kind of work on a file is given. */
interface Common {
  readonly file: string;
  readonly projectRoot: string;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onOutput: (text: string) => void;
}

/** Works on a file with a line of progress, until it is done or a key or a signal cancels it. */
async function interruptible<Outcome>(
  { python, verbose }: CommonCommand,
  file: string,
  noun: string,
  work: (common: Common) => Promise<Outcome>,
): Promise<Outcome> {
  const cancel = new AbortController();
  const interrupt = () => cancel.abort();
  for (const signal of interruptions) process.once(signal, interrupt);
  const progress = new ProgressLine(process.stderr, noun);
  const projectRoot = findProjectRoot(file);
  try {
    return await work({
      file,
      projectRoot,
      runtime: runtimeFor(file, projectRoot, python),
      signal: cancel.signal,
      onProgress: (state) => progress.show(state),
      onOutput: (text) => {
        if (verbose) process.stderr.write(text);
      },
    });
  } finally {
    progress.clear();
    for (const signal of interruptions) process.off(signal, interrupt);
  }
}

type WithoutReport = { readonly kind: 'cancelled' } | { readonly kind: 'problem'; readonly problem: Problem };

function complainOf(outcome: WithoutReport, { verbose }: CommonCommand, work: string): number {
  if (outcome.kind === 'cancelled') return complain(`the ${work} was cancelled.`);
  if (verbose) process.stderr.write(`${outcome.problem.details}\n`);
  return complain(problemText(outcome.problem));
}

function paintFor({ output }: CommonCommand): Paint | undefined {
  return output === null ? painter(process.stdout) : undefined;
}

function runtimeFor(file: string, projectRoot: string, python: string | null): Runtime {
  return {
    installation: resolve(__dirname, '..'),
    node: { path: process.execPath, environment: {} },
    findPython: async () => {
      const found = python ?? (await findInterpreter([dirname(file), projectRoot, process.cwd()]));
      if (found !== null) return found;
      throw new ProblemError(noPython(file));
    },
  };
}

function noPython(file: string): Problem {
  return {
    code: 'no-python',
    message: 'no Python interpreter was found. Install Python 3.8 or newer, or name one with --python PATH.',
    file,
    line: null,
    column: null,
    details: '',
  };
}

async function write(command: CommonCommand, text: string): Promise<void> {
  if (command.output === null) {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(command.output, text);
  } catch (error) {
    throw new UsageError(`${command.output} cannot be written: ${whyNot(error)}.`);
  }
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such folder';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' || code === 'EROFS' ? 'it may not be written' : message;
}

/** Whoever reads the report may stop early, which is no failure; a full disk is one. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.exit(complain(`the report cannot be written: ${error.message}.`));
}

function complain(sentence: string): number {
  // What a model says of itself may hold codes that a terminal obeys.
  process.stderr.write(`gradient-lens: ${sentence.replace(/\p{Cc}/gu, '')}\n`);
  return failed;
}

import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import manifest from '../../package.json';
import { terminalText } from '../core/emphasis';
import { ProblemError, problemText, type Problem } from '../core/problem';
import { findInterpreter } from '../hosts/python/interpreters';
import { reportToJson } from '../report/json';
import { reportToText } from '../report/text';
import { checkModel, type Runtime } from '../workflow/checkModel';
import { findProjectRoot } from '../workflow/projectRoot';
import { help, parseCommand, UsageError, type CheckCommand } from './arguments';
import { exitStatus, failed } from './exitStatus';
import { readSource } from './readSource';
import { painter, ProgressLine } from './terminal';

/** Runs a command line. @returns the exit status. */
export async function main(words: readonly string[]): Promise<number> {
  process.stdout.on('error', outputFailed);
  process.stderr.on('error', () => {});
  try {
    const command = parseCommand(words);
    if (command.command === 'help') process.stdout.write(help);
    else if (command.command === 'version') process.stdout.write(`${manifest.version}\n`);
    else return await check(command);
    return 0;
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
  const cancel = new AbortController();
  const interrupt = () => cancel.abort();
  for (const signal of interruptions) process.once(signal, interrupt);
  const progress = new ProgressLine(process.stderr);
  const projectRoot = findProjectRoot(file);
  try {
    const outcome = await checkModel({
      file,
      source,
      projectRoot,
      options: command.options,
      runtime: runtimeFor(file, projectRoot, command.python),
      signal: cancel.signal,
      onProgress: (state) => progress.show(state),
      onOutput: (text) => {
        if (command.verbose) process.stderr.write(text);
      },
    });
    progress.clear();
    if (outcome.kind === 'cancelled') return complain('the check was cancelled.');
    if (outcome.kind === 'problem') {
      if (command.verbose) process.stderr.write(`${outcome.problem.details}\n`);
      return complain(problemText(outcome.problem, terminalText));
    }
    const { report } = outcome;
    const paint = command.output === null ? painter(process.stdout) : undefined;
    await write(command, command.format === 'json' ? reportToJson(report) : reportToText(report, paint));
    return exitStatus(report.verdict);
  } finally {
    progress.clear();
    for (const signal of interruptions) process.off(signal, interrupt);
  }
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

async function write(command: CheckCommand, text: string): Promise<void> {
  if (command.output === null) {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFile(command.output, text);
  } catch (error) {
    throw new UsageError(`${command.output} cannot be written: ${(error as Error).message}.`);
  }
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

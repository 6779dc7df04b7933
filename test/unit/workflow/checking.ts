import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findInterpreter } from '../../../src/hosts/python/interpreters';
import { checkModel, type CheckOutcome, type CheckRequest } from '../../../src/workflow/checkModel';
import { defaultCheckOptions, type CheckOptions } from '../../../src/workflow/options';
import { findProjectRoot } from '../../../src/workflow/projectRoot';
import { readSource } from '../../../src/cli/readSource';
import { ProblemError } from '../../../src/core/problem';
import type { Report } from '../../../src/protocol/report';

/** Checking model files as the command line does, in the same process. */

export const root = path.resolve(__dirname, '..', '..', '..');
export const fixtures = path.join(root, 'test', 'fixtures');

/** Several checks at a time: each has processes of its own. */
const atOnce = 2;

export function readIndex<Entry>(...place: string[]): Entry[] {
  return JSON.parse(readFileSync(path.join(fixtures, ...place), 'utf8')) as Entry[];
}

export async function check(
  file: string,
  options: Partial<CheckOptions> = {},
  request: Partial<CheckRequest> = {},
): Promise<CheckOutcome> {
  try {
    const source = await readSource(file);
    return await checkModel({
      file,
      source,
      projectRoot: findProjectRoot(file),
      options: { ...defaultCheckOptions, ...options },
      runtime: {
        installation: root,
        node: { path: process.execPath, environment: {} },
        findPython: async () => (await findInterpreter([root]))!,
      },
      signal: new AbortController().signal,
      onProgress: () => {},
      onOutput: () => {},
      ...request,
    });
  } catch (error) {
    if (error instanceof ProblemError) return { kind: 'problem', problem: error.problem };
    throw error;
  }
}

export async function report(file: string, options: Partial<CheckOptions> = {}): Promise<Report> {
  const outcome = await check(file, options);
  if (outcome.kind === 'report') return outcome.report;
  throw new Error(outcome.kind === 'problem' ? outcome.problem.message : 'cancelled');
}

/** Skipped, visibly, where no Python with numpy can be had. */
export async function needNumpy(this: Mocha.Context): Promise<void> {
  const python = await findInterpreter([root]);
  try {
    execFileSync(python!, ['-c', 'import numpy'], { stdio: 'ignore' });
  } catch {
    this.skip();
  }
}

/** Starts all the work, a few at a time; each result can be awaited by its own test. */
export function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): readonly (() => Promise<Result>)[] {
  let running = 0;
  const waiting: (() => void)[] = [];
  const turn = async (item: Item): Promise<Result> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await work(item);
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
  let started: Promise<Result>[] | null = null;
  return items.map((_, i) => () => {
    started ??= items.map((item) => {
      const result = turn(item);
      result.catch(() => {});
      return result;
    });
    return started[i]!;
  });
}

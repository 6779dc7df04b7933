import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { count, counted, scientific } from '../src/core/format';
import type { Method } from '../src/core/gradient/verdict';
import { findInterpreter } from '../src/hosts/python/interpreters';
import type { CheckReport } from '../src/protocol/report';
import { checkModel } from '../src/workflow/checkModel';
import { defaultCheckOptions } from '../src/workflow/options';

/**
 * Gradient Lens beside other checkers of gradients, on the same models and machine: `npx tsx bench/peers.ts [ROUNDS]`.
 * It prints a table in Markdown. The environment variable PEERS_PYTHON, or else PYTHON, names a Python with numpy; what
 * it has of scipy, numdifftools and torch takes part. Each side has one BLAS thread.
 */

const root = resolve(__dirname, '..');
const peersPython =
  process.env['PEERS_PYTHON'] ??
  process.env['PYTHON'] ??
  (process.platform === 'win32' ? 'python' : 'python3');
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Variants of the model, and whether their gradients are right. */
const cases = [
  { name: 'correct', title: '(a) correct', right: true },
  { name: 'entry', title: '(b) one wrong entry', right: false },
  { name: 'kink', title: '(c) ReLUs at exactly 0', right: true },
  { name: 'zeros', title: '(c) first layer all zeros', right: true },
  { name: 'dropout', title: '(d) dropout', right: true },
  { name: 'offset', title: '(e) J + 1e8', right: true },
] as const;

const legend = `
✓ the answer is right, ✗ it is not; below it, evaluations of the cost and seconds. The model is
\`bench/models/peers_network.py\`, ${count(940)} parameters. The course's loop answers with ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖), a mistake
above 2 × 10⁻⁷; scipy with ‖g − ĝ‖ and numdifftools with a gradient, both without a verdict, so that a relative difference
up to 10⁻⁵ is taken for agreement. The seconds of Gradient Lens are those of the check, without starting Python and finding
the cost and the gradients in the file, which the other checkers are given.`;

interface Answer {
  /** It takes the gradients for right. */
  readonly accepts: boolean;
  /** In the checker's own words, or its number. */
  readonly says: string | number;
  readonly evaluations: number;
  /** Median over the rounds. */
  readonly seconds: number;
}

interface Checker {
  readonly name: string;
  readonly package: string;
  /** Null where it is not installed. */
  readonly version: string | null;
  /** In the order of the cases. */
  readonly answers: readonly Answer[];
}

function writeCases(folder: string): readonly string[] {
  const text = readFileSync(join(root, 'bench', 'models', 'peers_network.py'), 'utf8');
  return cases.map(({ name }) => {
    const file = join(folder, `${name}.py`);
    writeFileSync(file, text.replace('CASE = "correct"', `CASE = "${name}"`));
    return file;
  });
}

function askPeers(rounds: number, files: readonly string[]): readonly Checker[] {
  const script = join(root, 'bench', 'peers.py');
  const { status, stdout, stderr } = spawnSync(peersPython, [script, String(rounds), ...files], {
    encoding: 'utf8',
    env: { ...process.env, ...oneThread },
  });
  if (status !== 0) throw new Error(`${peersPython} failed:\n${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Checker);
}

async function askOurs(method: Method, rounds: number, files: readonly string[]): Promise<Checker> {
  const answers: Answer[] = [];
  for (const file of files) {
    const checks: CheckReport[] = [];
    for (let round = 0; round < rounds; round++) checks.push(await check(file, method));
    const seconds = median(checks.map((one) => one.seconds));
    answers.push({ ...answerOf(checks[0]!, method), seconds });
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { name: `**Gradient Lens**, ${method}`, package: 'Gradient Lens', version, answers };
}

async function check(file: string, method: Method): Promise<CheckReport> {
  const outcome = await checkModel({
    file,
    source: readFileSync(file, 'utf8'),
    projectRoot: root,
    options: { ...defaultCheckOptions, method },
    runtime: {
      installation: root,
      node: { path: process.execPath, environment: {} },
      findPython: async () => (await findInterpreter([root])) ?? peersPython,
    },
    signal: new AbortController().signal,
    onProgress: () => {},
    onOutput: () => {},
  });
  if (outcome.kind === 'report') return outcome.report.checks[0]!;
  throw new Error(outcome.kind === 'problem' ? outcome.problem.message : outcome.kind);
}

function answerOf(report: CheckReport, asked: Method): Omit<Answer, 'seconds'> {
  const { verdict, method, evaluations, tensors } = report;
  const entries = tensors.flatMap(({ name, mismatched }) =>
    mismatched.components.map(({ index }) => `${name}[${index.join(', ')}]`),
  );
  const named = entries.length > 0 && entries.length <= 3 ? `: ${entries.join(', ')}` : '';
  const other = method === asked ? '' : ` (${method})`;
  return { accepts: verdict === 'correct', says: verdict + named + other, evaluations };
}

function tableOf(checkers: readonly Checker[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = checkers.map(({ name, package: from, version, answers }) => [
    version === null ? name : `${name}<br>${from} ${version}`,
    ...cases.map(({ right }, i) => (version === null ? 'not installed' : cellOf(answers[i]!, right))),
  ]);
  const titles = ['', ...cases.map(({ title }) => title)];
  return [titles, titles.map(() => '---'), ...rows].map(row).join('\n');
}

function cellOf({ accepts, says, evaluations, seconds }: Answer, right: boolean): string {
  const told = typeof says === 'number' ? scientific(says) : says;
  return `${accepts === right ? '✓' : '✗'} ${told}<br>${counted(evaluations, 'evaluation')}, ${seconds.toFixed(2)} s`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function main(rounds: number): Promise<void> {
  Object.assign(process.env, oneThread);
  const folder = mkdtempSync(join(tmpdir(), 'gradient-lens-peers-'));
  try {
    const files = writeCases(folder);
    const checkers = [
      ...askPeers(rounds, files),
      await askOurs('exhaustive', rounds, files),
      await askOurs('adaptive', rounds, files),
    ];
    console.log(tableOf(checkers));
    console.log(legend);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main(Number(process.argv[2] ?? 3));

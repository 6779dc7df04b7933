import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { count, counted, decimal } from '../src/core/format';
import type { Method } from '../src/core/gradient/verdict';
import type { CheckReport } from '../src/protocol/report';
import { checkModel } from '../src/workflow/checkModel';
import { defaultCheckOptions } from '../src/workflow/options';

/**
 * Gradient Lens beside other checkers of gradients, on the same models and machine: `npx tsx bench/peers.ts [ROUNDS]`.
 * It prints tables in Markdown. The environment variable PEERS_PYTHON, or else PYTHON, names a Python with numpy; what
 * it has of scipy, numdifftools and torch takes part. All run in this Python, with one BLAS thread.
 */

const root = resolve(__dirname, '..');
const peersPython =
  process.env['PEERS_PYTHON'] ??
  process.env['PYTHON'] ??
  (process.platform === 'win32' ? 'python' : 'python3');
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** What is hard about the model, by the name of its case; each is checked as it is, and with one wrong entry. */
const cases = [
  { name: 'plain', title: '(a) nothing' },
  { name: 'kink', title: '(c) a kink: ReLUs at exactly 0' },
  { name: 'zeros', title: '(c) a kink: first layer all zeros' },
  { name: 'dropout', title: '(d) dropout' },
  { name: 'offset', title: '(e) J + 1e8' },
] as const;

const legend = `✓ the answer is right, ✗ it is not, – the right gradients were rejected as well, so that it tells nothing. Below it are
the evaluations of the cost and the seconds. The model is \`bench/models/peers_network.py\`, ${count(940)} parameters. The course's
loop answers with ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖), a mistake above 2 × 10⁻⁷; scipy answers with ‖g − ĝ‖ and numdifftools with g, both
without a verdict, so that a relative difference up to 10⁻⁵ is taken for agreement. The seconds of Gradient Lens are those of the
check. Starting Python and finding the cost and the gradients in the file, which the other checkers are handed, comes on top.`;

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
  /** In the order of the files: the right models, then those with a wrong entry. */
  readonly answers: readonly Answer[];
}

function writeCases(folder: string): readonly string[] {
  const text = readFileSync(join(root, 'bench', 'models', 'peers_network.py'), 'utf8');
  return [false, true].flatMap((wrong) =>
    cases.map(({ name }) => {
      const file = join(folder, `${name}${wrong ? '_wrong' : ''}.py`);
      const chosen = text
        .replace('CASE = "plain"', `CASE = "${name}"`)
        .replace('WRONG_ENTRY = False', `WRONG_ENTRY = ${wrong ? 'True' : 'False'}`);
      writeFileSync(file, chosen);
      return file;
    }),
  );
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
      findPython: () => Promise.resolve(peersPython),
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

/** The answers to the right models, or to those with a wrong entry. */
function tableOf(checkers: readonly Checker[], right: boolean): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = checkers.map(({ name, package: from, version, answers }) => [
    version === null ? name : `${name}<br>${from} ${version}`,
    ...cases.map((_, i) => {
      if (version === null) return 'not installed';
      const [ofRight, ofWrong] = [answers[i]!, answers[cases.length + i]!];
      if (right) return cellOf(ofRight, ofRight.accepts ? '✓' : '✗');
      return cellOf(ofWrong, ofWrong.accepts ? '✗' : ofRight.accepts ? '✓' : '–');
    }),
  ]);
  const heading = right ? 'right gradients' : '(b) one wrong entry';
  const titles = [heading, ...cases.map(({ title }) => title)];
  return [titles, titles.map(() => '---'), ...rows].map(row).join('\n');
}

function cellOf({ says, evaluations, seconds }: Answer, mark: string): string {
  const told = typeof says === 'number' ? decimal(says, 2) : says;
  return `${mark} ${told}<br>${counted(evaluations, 'evaluation')}, ${seconds.toFixed(2)} s`;
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
    console.log([tableOf(checkers, true), tableOf(checkers, false), legend].join('\n\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main(Number(process.argv[2] ?? 3));

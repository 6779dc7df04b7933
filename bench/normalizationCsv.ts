import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createStatistics } from '../src/core/normalization/statistics/statistics';
import { openData } from '../src/data/openData';

/**
 * How fast the statistics of a text file are taken, beside pandas' `read_csv` and `describe` of the same file:
 * `npx tsx bench/normalizationCsv.ts [MEGABYTES] [ROUNDS]`. Both take turns; each round starts with the other one. The
 * Python with pandas is the environment variable PANDAS_PYTHON, otherwise PYTHON.
 */

const python = process.env['PANDAS_PYTHON'] ?? process.env['PYTHON'] ?? 'python3';
const script = resolve(__dirname, 'normalization_csv.py');
const [megabytes, rounds] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 3)];
const columns = 20;

const tables: readonly (readonly [string, () => string])[] = [
  ['numbers of 15 digits', () => (100 * (Math.random() - 0.3) ** 3).toPrecision(15).replace(/\.?0+$/, '')],
  ['short whole numbers', () => String(Math.floor(Math.random() * 256))],
];

/** Some ten megabytes of rows again and again. */
function write(file: string, value: () => string): void {
  const row = (): string => Array.from({ length: columns }, value).join(',');
  const rows: string[] = [];
  for (let length = 0; length < 1e7; length += rows.at(-1)!.length + 1) rows.push(row());
  const piece = Buffer.from(rows.join('\n') + '\n');
  const handle = openSync(file, 'w');
  let written = writeSync(handle, Array.from({ length: columns }, (_, at) => `x${at}`).join(',') + '\n');
  while (written < megabytes * 1e6) written += writeSync(handle, piece);
  closeSync(handle);
}

async function own(file: string): Promise<number> {
  const start = performance.now();
  const { signal } = new AbortController();
  const [table] = (await openData(file, signal)).arrays;
  const gathered = createStatistics(table!.shape[1]!);
  for await (const block of table!.blocks({ orientation: 'examples-first', channelAxis: null }, signal))
    gathered.add(block);
  gathered.finish();
  return (performance.now() - start) / 1e3;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
}

async function compare(name: string, file: string, pandas: boolean): Promise<void> {
  const child = pandas ? spawn(python, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] }) : null;
  const lines = child && createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const theirs = async (): Promise<number> => {
    child!.stdin.write('\n');
    return Number((await lines!.next()).value);
  };
  const times: { own: number; theirs: number }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const first = round % 2 === 1 && child ? await theirs() : null;
      const mine = await own(file);
      times.push({ own: mine, theirs: first ?? (child ? await theirs() : NaN) });
    }
  } finally {
    child?.stdin.end();
  }
  const speed = (seconds: number): string =>
    `${seconds.toFixed(2)} s (${(megabytes / seconds).toFixed(0)} MB/s)`;
  const mine = `${name}: statistics ${speed(median(times.map((time) => time.own)))}`;
  if (!child) return console.log(mine);
  const ratios = times.map((time) => time.theirs / time.own);
  console.log(
    `${mine}, pandas ${speed(median(times.map((time) => time.theirs)))}, speed beside pandas: median ` +
      `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
}

async function main(): Promise<void> {
  const pandas = spawnSync(python, ['-c', 'import pandas']).status === 0;
  if (!pandas)
    console.log(`NO COMPARISON: ${python} has no pandas. Set PANDAS_PYTHON to a Python that has it.`);
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  try {
    console.log(`${megabytes} MB, ${columns} columns, ${rounds} rounds`);
    for (const [name, value] of tables) {
      const file = join(folder, 'table.csv');
      write(file, value);
      await compare(name, file, pandas);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();

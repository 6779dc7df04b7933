import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { openData } from '../src/data/openData';
import { readArray } from '../src/workflow/normalization/readArray';

/**
 * How fast a text file is read with the statistics of its columns and a sample of its rows, beside pandas' `read_csv` and
 * `describe`: `npx tsx bench/normalizationCsv.ts [MEGABYTES] [ROUNDS]`. Both take turns at files of three kinds. The
 * environment variable PANDAS_PYTHON, or else PYTHON, names a Python that has pandas.
 */

const python =
  process.env['PANDAS_PYTHON'] ??
  process.env['PYTHON'] ??
  (process.platform === 'win32' ? 'python' : 'python3');
const script = resolve(__dirname, 'normalization_csv.py');
const [megabytes, rounds] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 3)];
const columns = 20;

const kinds: Readonly<Record<string, (value: number) => string>> = {
  'six decimals': (value) => value.toFixed(6),
  'every digit of float64': String,
  'whole numbers up to 255': (value) => String(Math.round(Math.abs(value)) % 256),
};

/** Rows of about ten megabytes, again and again. */
function write(file: string, text: (value: number) => string): number {
  const rows: string[] = [];
  for (let length = 0, row = 0; length < 1e7; length += rows.at(-1)!.length + 1, row++) {
    const value = (at: number): number => 100 * Math.sin(12.9898 * row + 78.233 * at) ** 3 + at;
    rows.push(Array.from({ length: columns }, (_, at) => text(value(at))).join(','));
  }
  const piece = Buffer.from(rows.map((row) => `${row}\n`).join(''));
  const handle = openSync(file, 'w');
  let written = writeSync(handle, `${Array.from({ length: columns }, (_, at) => `f${at}`).join(',')}\n`);
  while (written < megabytes * 1e6) written += writeSync(handle, piece);
  closeSync(handle);
  return written / 1e6;
}

async function own(file: string): Promise<number> {
  const start = performance.now();
  const { signal } = new AbortController();
  const { arrays } = await openData(file, signal);
  const view = { orientation: 'examples-first', channelAxis: null } as const;
  await readArray(arrays[0]!, { view, seed: 1, signal, onRead: () => {} });
  return (performance.now() - start) / 1e3;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function compare(
  kind: string,
  file: string,
  size: number,
  pandas: () => Promise<number>,
): Promise<void> {
  const passes: { readonly own: number; readonly theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) passes.push({ theirs: await pandas(), own: await own(file) });
  const [mine, theirs] = [median(passes.map((pass) => pass.own)), median(passes.map((pass) => pass.theirs))];
  const shown = (seconds: number): string => `${seconds.toFixed(1)} s, ${(size / seconds).toFixed(0)} MB/s`;
  const beside = Number.isNaN(theirs)
    ? 'pandas is not there'
    : `pandas ${shown(theirs)}; speed beside pandas ${median(passes.map((pass) => pass.theirs / pass.own)).toFixed(2)}`;
  console.log(`${kind.padEnd(26)}${shown(mine)}; ${beside}`);
}

async function main(): Promise<void> {
  const there = spawnSync(python, ['-c', 'import pandas']).status === 0;
  if (!there) console.log(`NO COMPARISON: ${python} has no pandas. Name one that has in PANDAS_PYTHON.`);
  const folder = mkdtempSync(join(tmpdir(), 'csv-'));
  const file = join(folder, 'table.csv');
  const child = there ? spawn(python, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] }) : null;
  const lines = child && createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const pandas = async (): Promise<number> => {
    child?.stdin.write('\n');
    return lines === null ? NaN : Number((await lines.next()).value);
  };
  try {
    for (const [kind, text] of Object.entries(kinds)) await compare(kind, file, write(file, text), pandas);
    console.log(`peak memory of this side: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
  } finally {
    child?.stdin.end();
    rmSync(folder, { recursive: true });
  }
}

void main();

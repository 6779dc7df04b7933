import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createStatistics } from '../src/core/normalization/statistics/statistics';
import { openData } from '../src/data/openData';

/**
 * What the statistics of a `.npy` file cost beside numpy's own pass over the same array:
 * `npx tsx bench/normalizationStatistics.ts [ROUNDS] [EXAMPLES] [FEATURES]`. Both take turns. Reading the file is part
 * of this side; numpy has the array in memory already.
 */

const python = process.env['PYTHON'] ?? (process.platform === 'win32' ? 'python' : 'python3');
const script = resolve(__dirname, 'normalization_statistics.py');
const [rounds, examples, features] = [2, 3, 4].map((at, i) =>
  Number(process.argv[at] ?? [7, 60_000, 784][i]),
);

interface Seconds {
  readonly wall: number;
  readonly processor: number;
}

async function statistics(file: string): Promise<Seconds> {
  const [wall, processor] = [performance.now(), process.cpuUsage()];
  const { signal } = new AbortController();
  const { arrays } = await openData(file, signal);
  const gathered = createStatistics(features!);
  for await (const block of arrays[0]!.blocks({ orientation: 'examples-first', channelAxis: null }, signal))
    gathered.add(block);
  gathered.finish();
  const { user, system } = process.cpuUsage(processor);
  return { wall: (performance.now() - wall) / 1e3, processor: (user + system) / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'statistics-'));
  const file = join(folder, 'X.npy');
  spawnSync(python, [script, 'make', file, String(examples), String(features)], { stdio: 'inherit' });
  const numpy = spawn(python, [script, 'serve', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: numpy.stdout })[Symbol.asyncIterator]();
  const ask = async (what: string): Promise<Seconds> => {
    numpy.stdin.write(`${what}\n`);
    const [wall, processor] = String((await lines.next()).value)
      .split(' ')
      .map(Number);
    return { wall: wall!, processor: processor! };
  };
  try {
    const read = await ask('read');
    await statistics(file); // The first pass only warms up.
    const passes: { readonly own: Seconds; readonly theirs: Seconds }[] = [];
    for (let round = 0; round < rounds!; round++)
      passes.push({ theirs: await ask('pass'), own: await statistics(file) });
    const quantiles = await ask('quantiles');
    console.log(`${examples} × ${features} float64, ${rounds} rounds`);
    for (const clock of ['wall', 'processor'] as const) {
      const own = median(passes.map((pass) => pass.own[clock]));
      const theirs = median(passes.map((pass) => pass.theirs[clock]));
      const ratios = passes.map((pass) => pass.own[clock] / pass.theirs[clock]);
      console.log(
        `${clock.padEnd(10)}statistics ${own.toFixed(2)} s, numpy's pass ${theirs.toFixed(2)} s, ratio: median ` +
          `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
      );
    }
    console.log(
      `beside it numpy takes ${read.wall.toFixed(2)} s to read the file and ${quantiles.wall.toFixed(2)} s for the quantiles`,
    );
  } finally {
    numpy.stdin.end();
    rmSync(folder, { recursive: true });
  }
}

void main();

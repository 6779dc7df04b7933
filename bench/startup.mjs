/**
 * How long a whole check takes beside the least that any check of a numpy model must take:
 *
 *     npm run build && node bench/startup.mjs [ROUNDS] [FILE]
 *
 * Three commands take turns, so that all of them see the same machine: a Python that imports numpy, a Node that does
 * nothing, and the check. Medians, and their ratios to the first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const rounds = Number(process.argv[2] ?? 15);
const file = resolve(process.argv[3] ?? join(root, 'examples', 'python', 'two_layer.py'));
const cli = join(root, 'dist', 'cli.js');
const python = process.env.PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3');

if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('The number of rounds must be a positive whole number.');
  process.exit(2);
}
if (!existsSync(cli)) {
  console.error('dist/cli.js is not there; run `npm run build` first.');
  process.exit(2);
}

const commands = {
  'import numpy': [python, ['-c', 'import numpy']],
  'node, nothing': [process.execPath, ['-e', '0']],
  check: [process.execPath, [cli, 'check', file, '--python', python]],
};

function milliseconds([program, args]) {
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  // A check that finds something has been made as well; one that could not be made has not.
  if (error || (status !== 0 && status !== 1)) {
    console.error(`${program} ${args.join(' ')}\n${error ?? stderr}`);
    process.exit(1);
  }
  return elapsed;
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let round = -1; round < rounds; round++) {
  for (const [name, command] of Object.entries(commands)) {
    const elapsed = milliseconds(command);
    if (round >= 0) times[name].push(elapsed); // the first round only warms the file cache
  }
}

const base = quantile(times['import numpy'], 0.5);
console.log(
  `${'command'.padEnd(16)}${'median'.padStart(12)}${'quartiles'.padStart(24)}${'ratio'.padStart(10)}`,
);
for (const [name, values] of Object.entries(times)) {
  const median = quantile(values, 0.5);
  const quartiles = `${quantile(values, 0.25).toFixed(0)} to ${quantile(values, 0.75).toFixed(0)} ms`;
  console.log(
    name.padEnd(16) +
      `${median.toFixed(0)} ms`.padStart(12) +
      quartiles.padStart(24) +
      (median / base).toFixed(2).padStart(10),
  );
}

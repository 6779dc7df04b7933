import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '../src/data/openData';
import { readArray } from '../src/workflow/normalization/readArray';

/**
 * How much memory the statistics of a large `.npy` file take at most, and how long, for tables of three shapes:
 * `npx tsx bench/normalizationMemory.ts [GIGABYTES]`. Each is read by a process of its own. Most of each file is zeros that
 * take no room on the disk, where it can leave them out; otherwise the file is written in full.
 */

const shapes: readonly (readonly [string, number, string])[] = [
  ['long', 8, 'False'],
  ['images of 28 × 28', 784, 'False'],
  ['features in one piece each', 784, 'True'],
];

async function read(file: string): Promise<void> {
  const start = performance.now();
  const { signal } = new AbortController();
  const { arrays } = await openData(file, signal);
  const view = { orientation: 'examples-first', channelAxis: null } as const;
  await readArray(arrays[0]!, { view, seed: 1, signal, onRead: () => {} });
  const seconds = ((performance.now() - start) / 1e3).toFixed(1);
  console.log(`${seconds} s, at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}

function write(file: string, bytes: number, features: number, fortran: string): void {
  const shape = `(${Math.floor(bytes / 8 / features)}, ${features})`;
  const dict = `{'descr': '<f8', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const head = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(dict)]);
  // Numbers here and there, so that neither side can take the table for a constant one.
  const numbers = Buffer.from(Float64Array.from({ length: 1 << 17 }, (_, i) => Math.sin(i) * 100).buffer);
  const handle = openSync(file, 'w');
  writeSync(handle, head);
  ftruncateSync(handle, head.length + bytes);
  for (let at = 0; at + numbers.length <= bytes; at += bytes / 32)
    writeSync(handle, numbers, 0, numbers.length, head.length + Math.floor(at / 8) * 8);
  closeSync(handle);
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  const asked = Number(process.argv[2] ?? 4);
  const { bavail, bsize } = statfsSync(folder);
  const gigabytes = Math.min(asked, Math.floor((bavail * bsize) / 2e9));
  if (gigabytes < asked) console.log(`LESS THAN ASKED FOR: the disk has room for ${gigabytes} GB.`);
  const file = join(folder, 'X.npy');
  try {
    for (const [name, features, fortran] of shapes) {
      write(file, gigabytes * 1e9, features, fortran);
      const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', __filename, 'read', file], {
        encoding: 'utf8',
      });
      console.log(`${gigabytes} GB, ${name.padEnd(28)}${stdout.trim()}${stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[2] === 'read') void read(process.argv[3]!);
else main();

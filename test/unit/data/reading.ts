import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Block } from '../../../src/core/normalization/block';
import { tableSize, type View } from '../../../src/core/normalization/view';
import { ProblemError, type Problem } from '../../../src/core/problem';
import { openData } from '../../../src/data/openData';
import type { DataArray, DataFile } from '../../../src/data/table';

export const flat: View = { orientation: 'examples-first', channelAxis: null };

/** A folder that is there while the tests of this `describe` run. */
export function scratch(): { readonly write: (name: string, content: string | Uint8Array) => string } {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'gradient-lens-test-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    write: (name, content) => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

export function opened(file: string): Promise<DataFile> {
  return openData(file, new AbortController().signal);
}

export async function only(file: string): Promise<DataArray> {
  const { arrays } = await opened(file);
  if (arrays.length !== 1) throw new Error(`${arrays.length} arrays`);
  return arrays[0]!;
}

/** The whole table by rows; every cell must be covered once. */
export async function table(array: DataArray, view: View = flat): Promise<readonly (readonly number[])[]> {
  const rows: number[][] = [];
  const features = array.shape.includes(null)
    ? (array.shape[1] as number)
    : tableSize(array.shape as readonly number[], view).features;
  const next = new Array<number>(features).fill(0);
  for await (const block of array.blocks(view, new AbortController().signal)) {
    for (let j = 0; j < block.features; j++) {
      const feature = block.firstFeature + j;
      // Each feature is to come in order of the examples.
      if (next[feature] !== block.firstExample)
        throw new Error(`feature ${feature} goes on at ${block.firstExample}, not at ${next[feature]}`);
      next[feature]! += block.examples;
      for (let i = 0; i < block.examples; i++)
        (rows[block.firstExample + i] ??= [])[feature] = valueAt(block, i, j);
    }
  }
  if (next.some((count) => count !== rows.length)) throw new Error(`features end at ${String(next)}`);
  return rows;
}

function valueAt({ major, values, examples, features }: Block, example: number, feature: number): number {
  return major === 'examples' ? values[example * features + feature]! : values[feature * examples + example]!;
}

/** What is wrong with a file, on opening it or on reading all of it. */
export async function problemOf(file: string, view: View = flat): Promise<Problem> {
  try {
    for (const array of (await opened(file)).arrays) await table(array, view);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  throw new Error('nothing is wrong');
}

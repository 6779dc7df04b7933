import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scaleEdges } from '../src/core/activation/edges';
import type { Plan, Source } from '../src/core/binding/plan';
import { Session } from '../src/host-javascript/session';
import { encodeBlock } from '../src/host-javascript/wire';

/**
 * What observing a run costs in the JavaScript host: `npx tsx bench/scalesJavascript.ts [ROUNDS]`. Each round makes a plain
 * run of the gradients and an observed one, side by side in the same process.
 */

const root = resolve(__dirname, '..');
const depth = 4;
const edges = encodeBlock(scaleEdges());

function part(slot: string, ...items: string[]): Source {
  return { from: 'slot', slot, path: items.map((item) => ({ item })) };
}

async function start(width: number): Promise<Session> {
  const file = join(root, 'bench', 'models', 'wide_network.mjs');
  const session = new Session();
  await session.load({
    file,
    source: readFileSync(file, 'utf8'),
    projectRoot: root,
    leaveOut: [],
    moduleName: 'wide_network',
    seed: 1,
    loadTimeout: 60,
    evaluationTimeout: 60,
  });
  const build = { from: 'module', name: 'build' } as const;
  const size = { from: 'literal', value: width } as const;
  await session.run({ steps: [{ slot: 'model', call: build, positional: [size], keywords: {} }] });
  const plan: Plan = {
    cost: [{ slot: 'J', call: part('model', 'cost'), positional: [], keywords: {} }],
    J: part('J'),
    gradient: [gradients],
    tensors: Array.from({ length: depth }, (_, i) => `W${i + 1}`).map((name) => ({
      name,
      parameter: part('model', 'parameters', name),
      gradient: part('grads', name),
    })),
    reseed: null,
  };
  await session.bind(plan);
  return session;
}

const gradients = {
  slot: 'grads',
  call: part('model', 'gradients'),
  positional: [],
  keywords: {},
};

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

async function main(rounds: number): Promise<void> {
  console.log('width  arrays  plain      observed   ratio (median, least–greatest)');
  for (const width of [64, 256]) {
    const session = await start(width);
    let records = 0;
    const observe = async () => {
      ({ records } = await session.scales({ run: 'gradient', edges, most: 40_000 }));
    };
    await observe();
    const plain: number[] = [];
    const observed: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(await seconds(() => session.run({ steps: [gradients] })));
      observed.push(await seconds(observe));
    }
    const ratios = observed.map((time, i) => time / plain[i]!).sort((a, b) => a - b);
    console.log(
      `${String(width).padEnd(7)}${String(records).padEnd(8)}` +
        `${median(plain).toFixed(3)} s    ${median(observed).toFixed(3)} s    ` +
        `${median(ratios).toFixed(2)} (${ratios[0]!.toFixed(2)}–${ratios.at(-1)!.toFixed(2)})`,
    );
  }
}

void main(Number(process.argv[2] ?? 9));

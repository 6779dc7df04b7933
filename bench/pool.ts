import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bind } from '../src/core/binding/bind';
import { checkGradients } from '../src/core/gradient/check';
import type { Model } from '../src/core/model';
import { startHost } from '../src/hosts/processHost';
import { findInterpreter } from '../src/hosts/python/interpreters';
import { pythonLaunch } from '../src/hosts/python/launch';
import type { ModelHost } from '../src/hosts/ModelHost';
import { pooledHost } from '../src/workflow/pool';

/**
 * How much faster two processes of a model check it than one: `npx tsx bench/pool.ts [ROUNDS]`. Both alternate in one run;
 * the ratio is that of each round. BLAS has one thread everywhere.
 */

const root = resolve(__dirname, '..');
const file = join(root, 'bench', 'models', 'stepped.py');

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 7);
  const python = await findInterpreter([root]);
  if (python === null) throw new Error('No Python interpreter was found.');
  const launch = pythonLaunch(python, root, dirname(file));
  const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const { signal } = new AbortController();
  const start = () =>
    startHost({ ...launch, environment: { ...launch.environment, ...oneThread } }, signal, () => {});
  const pool = (processes: number) =>
    pooledHost({
      first: start(),
      another: start,
      signal,
      log: (text) => process.stderr.write(text),
      limits: { processes, secondsEach: 0.01, evaluationSeconds: 0 },
    });
  const hosts = [pool(1), pool(2)];
  try {
    const [one, two] = [await boundModel(hosts[0]!), await boundModel(hosts[1]!)];
    const components = one.tensors.reduce((sum, { size }) => sum + size, 0);
    const each = one.evaluationSeconds;
    while (two.evaluationsAtOnce !== 2) await seconds(two);
    const times: (readonly [number, number])[] = [];
    for (let round = 0; round < rounds; round++) times.push([await seconds(one), await seconds(two)]);
    const ratios = times.map(([alone, together]) => alone / together).sort((a, b) => a - b);
    const [alone, together] = ([0, 1] as const).map((which) => Math.min(...times.map((both) => both[which])));
    const shown = [ratios[0]!, ratios[Math.floor(rounds / 2)]!, ratios[rounds - 1]!].map((r) => r.toFixed(2));
    console.log(`N = ${components}, one evaluation ${(each * 1e3).toFixed(1)} ms`);
    console.log(`one process / two processes: median ${shown[1]} (${shown[0]} to ${shown[2]})`);
    console.log(
      `best of each: ${alone!.toFixed(2)} s / ${together!.toFixed(2)} s = ${(alone! / together!).toFixed(2)}`,
    );
  } finally {
    await Promise.all(hosts.map((host) => host.dispose()));
  }
}

async function boundModel(host: ModelHost): Promise<Model> {
  const inventory = await host.load({
    file,
    source: readFileSync(file, 'utf8'),
    projectRoot: dirname(file),
    leaveOut: [],
    moduleName: 'stepped',
    seed: 1,
    loadTimeout: 60,
    evaluationTimeout: 60,
  });
  const bound = await bind(inventory, host, { reading: null, subject: null, seed: 1, examples: 10 });
  if (!bound.ok) throw new Error(bound.problem.message);
  return (await host.bind(bound.bindings[0].plan)).model;
}

/** Seconds of a whole exhaustive check. */
async function seconds(model: Model): Promise<number> {
  const started = performance.now();
  const { verdict } = await checkGradients(model, {
    step: 'auto',
    scheme: 'central',
    seed: 1,
    tensors: null,
    counts: { examples: null, classes: null },
  });
  if (verdict !== 'correct') throw new Error(`The model is right, but was found ${verdict}.`);
  return (performance.now() - started) / 1000;
}

void main();

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { bind } from '../src/core/binding/bind';
import { checkGradients } from '../src/core/gradient/check';
import { startHost } from '../src/hosts/processHost';
import { findInterpreter } from '../src/hosts/python/interpreters';
import { pythonLaunch } from '../src/hosts/python/launch';

/**
 * What a whole exhaustive check costs beside its bare 2N evaluations in the same interpreter:
 * `npx tsx bench/exhaustive.ts [ROUNDS]`. Both alternate in one process, half of the bare evaluations before each check and
 * half after it, so that a machine that becomes slower is so on both sides; the ratio is the median over the rounds.
 * BLAS has one thread on both sides.
 */

const root = resolve(__dirname, '..');
const file = join(root, 'bench', 'models', 'evaluated.py');

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 15);
  const python = await findInterpreter([root]);
  if (python === null) throw new Error('No Python interpreter was found.');
  const launch = pythonLaunch(python, root, dirname(file));
  const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const host = startHost(
    { ...launch, environment: { ...launch.environment, ...oneThread } },
    new AbortController().signal,
    () => {},
  );
  try {
    const inventory = await host.load({
      file,
      source: readFileSync(file, 'utf8'),
      projectRoot: dirname(file),
      leaveOut: [],
      moduleName: 'evaluated',
      seed: 1,
      loadTimeout: 60,
      evaluationTimeout: 60,
    });
    const bound = await bind(inventory, host, { reading: null, subject: null, seed: 1, examples: 10 });
    if (!bound.ok) throw new Error(bound.problem.message);
    const { model, evaluations } = await host.bind(bound.bindings[0].plan);
    const components = model.tensors.reduce((sum, { size }) => sum + size, 0);
    /** Seconds of N bare evaluations: half of what central differences take. */
    const bare = async (): Promise<number> => {
      const outcome = await host.run([
        {
          slot: 'bare',
          call: { from: 'module', name: 'bare' },
          positional: [{ from: 'literal', value: components }],
          keywords: {},
        },
      ]);
      const [seconds] = outcome.ok ? outcome.results : [];
      if (seconds?.type !== 'number') throw new Error('The bare loop failed.');
      return Number(seconds.value);
    };
    const ratios: number[] = [];
    let each = 0;
    let used = 0;
    for (let round = 0; round < rounds; round++) {
      const first = await bare();
      const before = evaluations();
      const started = performance.now();
      const { verdict } = await checkGradients(model, {
        step: 'auto',
        scheme: 'central',
        seed: 1,
        tensors: null,
        counts: { examples: null, classes: null },
      });
      if (verdict !== 'correct') throw new Error(`The model is right, but was found ${verdict}.`);
      const check = (performance.now() - started) / 1000;
      const seconds = first + (await bare());
      ratios.push(check / seconds);
      each = seconds / (2 * components);
      used = evaluations() - before;
    }
    ratios.sort((a, b) => a - b);
    const shown = [ratios[0]!, ratios[Math.floor(rounds / 2)]!, ratios[rounds - 1]!].map((r) => r.toFixed(2));
    console.log(
      `N = ${components}, one evaluation ${(each * 1e6).toFixed(0)} µs, ${used} evaluations (2N = ${2 * components})`,
    );
    console.log(`whole check / bare 2N evaluations: median ${shown[1]} (${shown[0]} to ${shown[2]})`);
  } finally {
    await host.dispose();
  }
}

void main();

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Description } from '../src/core/binding/inventory';
import type { Plan, Source } from '../src/core/binding/plan';
import { checkGradients, type ModelCheck } from '../src/core/gradient/check';
import type { Method, Verdict } from '../src/core/gradient/verdict';
import type { ModelHost } from '../src/hosts/ModelHost';
import { startHost } from '../src/hosts/processHost';
import { findInterpreter } from '../src/hosts/python/interpreters';
import { pythonLaunch } from '../src/hosts/python/launch';

/**
 * How often the check is right: `npx tsx bench/rightNetworks.ts [COUNT] [FIRST] [METHOD]`.
 * Random right networks must never be called wrong or suspicious; planted errors should be found.
 */

const root = resolve(__dirname, '..');
const file = join(root, 'bench', 'models', 'random_network.py');

interface Tally {
  readonly verdicts: Record<Verdict, number>;
  tensors: number;
}

export interface Accuracy {
  readonly networks: number;
  /** By their worst tensor. */
  readonly networksRight: Tally;
  readonly right: Tally;
  readonly wrong: Tally;
  /** Right networks with a tensor not found correct: seed, tensor, verdict, and why. */
  readonly remarks: readonly string[];
  /** Planted errors not called wrong: seed, relative size, verdict. */
  readonly missed: readonly string[];
  readonly evaluations: number;
}

/** Runs the whole check on networks `first` … `first + count − 1`, each right and with a planted error. */
export async function measureAccuracy(
  count: number,
  first = 0,
  withWrong = true,
  method: Method = 'exhaustive',
): Promise<Accuracy> {
  const python = await findInterpreter([root]);
  if (python === null) throw new Error('No Python interpreter was found.');
  const stop = new AbortController();
  const host = startHost(pythonLaunch(python, root, dirname(file)), stop.signal, () => {});
  const networksRight: Tally = {
    verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 },
    tensors: 0,
  };
  const right: Tally = { verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 }, tensors: 0 };
  const wrong: Tally = { verdicts: { correct: 0, suspicious: 0, wrong: 0, inconclusive: 0 }, tensors: 0 };
  const remarks: string[] = [];
  const missed: string[] = [];
  let evaluations = 0;
  try {
    await host.load({
      file,
      source: readFileSync(file, 'utf8'),
      projectRoot: dirname(file),
      leaveOut: [],
      moduleName: 'random_network',
      seed: 1,
      loadTimeout: 60,
      evaluationTimeout: 60,
    });
    for (let seed = first; seed < first + count; seed++) {
      const one = (await checkNetwork(host, 'build', seed, method))!;
      evaluations += one.evaluations;
      networksRight.tensors++;
      networksRight.verdicts[one.check.verdict]++;
      for (const { tensor, decision, kinks } of one.check.tensors) {
        right.tensors++;
        right.verdicts[decision.verdict]++;
        if (decision.verdict !== 'correct')
          remarks.push(
            `${seed} ${one.names[tensor]} ${decision.verdict} (${decision.rule}) ` +
              `d ${decision.relativeDifference.toExponential(1)} r ${decision.relativeResolution.toExponential(1)} kinks ${kinks.length}`,
          );
      }
      const spoiled = withWrong ? await checkNetwork(host, 'build_wrong', seed, method) : null;
      if (!spoiled) continue;
      evaluations += spoiled.evaluations;
      wrong.tensors++;
      wrong.verdicts[spoiled.check.verdict]++;
      if (spoiled.check.verdict !== 'wrong')
        missed.push(`${seed} ${spoiled.planted} ${spoiled.check.verdict}`);
    }
  } finally {
    await host.dispose();
  }
  return { networks: count, networksRight, right, wrong, remarks, missed, evaluations };
}

interface Checked {
  readonly check: ModelCheck;
  readonly names: readonly string[];
  readonly evaluations: number;
  readonly planted: string;
}

async function checkNetwork(
  host: ModelHost,
  build: 'build' | 'build_wrong',
  seed: number,
  method: Method,
): Promise<Checked | null> {
  const slot = `${build} ${seed}`;
  const network = (key: string): Source => ({ from: 'slot', slot, path: [{ item: key }] });
  const outcome = await host.run([
    {
      slot,
      call: { from: 'module', name: build },
      positional: [{ from: 'literal', value: seed }],
      keywords: {},
    },
  ]);
  // Some networks have no gradient at all (softmax over one class), so no error can be planted.
  if (!outcome.ok && outcome.failure.type === 'ValueError') return null;
  if (!outcome.ok) throw new Error(outcome.failure.trace ?? outcome.failure.message);
  const entries = mapping(outcome.results[0]!);
  const names = [...mapping(entries.get('parameters')!).keys()];
  const plan: Plan = {
    cost: [{ slot: 'J', call: network('cost'), positional: [], keywords: {} }],
    J: { from: 'slot', slot: 'J' },
    gradient: [{ slot: 'grads', call: network('gradients'), positional: [], keywords: {} }],
    tensors: names.map((name) => ({
      name,
      parameter: { from: 'slot', slot, path: [{ item: 'parameters' }, { item: name }] },
      gradient: { from: 'slot', slot: 'grads', path: [{ item: name }] },
    })),
    reseed: null,
  };
  const bound = await host.bind(plan);
  const check = await checkGradients(bound.model, {
    step: 'auto',
    scheme: 'central',
    seed: 1,
    tensors: null,
    effort: { method, exhaustiveSeconds: 0, budget: 20_000 },
    counts: { examples: null, classes: null },
  });
  const planted = entries.get('planted');
  return {
    check,
    names,
    evaluations: bound.evaluations(),
    planted: planted ? JSON.stringify(plain(planted)) : '',
  };
}

function mapping(description: Description): Map<string, Description> {
  if (description.type !== 'mapping') throw new Error(`expected a mapping, found ${description.type}`);
  return new Map(description.entries.map(({ key, value }) => [String(key), value]));
}

function plain(description: Description): unknown {
  if (description.type === 'mapping')
    return Object.fromEntries(description.entries.map(({ key, value }) => [key, plain(value)]));
  return 'value' in description ? description.value : description.type;
}

async function main(): Promise<void> {
  const [count = '500', first = '0', method = 'exhaustive'] = process.argv.slice(2);
  const started = performance.now();
  const result = await measureAccuracy(
    Number(count),
    Number(first),
    true,
    method === 'adaptive' ? 'adaptive' : 'exhaustive',
  );
  const row = (name: string, { verdicts, tensors }: Tally) =>
    [name, tensors, verdicts.correct, verdicts.suspicious, verdicts.wrong, verdicts.inconclusive].join('\t');
  console.log(['', 'checked', 'correct', 'suspicious', 'wrong', 'inconclusive'].join('\t'));
  console.log(row('right networks', result.networksRight));
  console.log(row('tensors of right networks', result.right));
  console.log(row('networks with an error', result.wrong));
  for (const remark of result.remarks) console.log(`  right, but: ${remark}`);
  for (const miss of result.missed) console.log(`  not found: ${miss}`);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${result.networks} networks, ${result.evaluations} evaluations, ${seconds.toFixed(1)} s`);
}

if (require.main === module) void main();

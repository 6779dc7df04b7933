import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Description } from '../src/core/binding/inventory';
import type { Plan, Source } from '../src/core/binding/plan';
import { checkGradients, type ModelCheck } from '../src/core/gradient/check';
import type { Method } from '../src/core/gradient/verdict';
import type { ModelHost } from '../src/hosts/ModelHost';
import { startHost } from '../src/hosts/processHost';
import { findInterpreter } from '../src/hosts/python/interpreters';
import { pythonLaunch } from '../src/hosts/python/launch';

/** The random networks of `models/random_network.py`, right or with a planted error, checked one after the other. */

const root = resolve(__dirname, '..');
const file = join(root, 'bench', 'models', 'random_network.py');

/** A host that has loaded them. Dispose of it. */
export async function startNetworks(): Promise<ModelHost> {
  const python = await findInterpreter([root]);
  if (python === null) throw new Error('No Python interpreter was found.');
  const host = startHost(pythonLaunch(python, root, dirname(file)), new AbortController().signal, () => {});
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
  return host;
}

export interface CheckedNetwork {
  readonly check: ModelCheck;
  readonly names: readonly string[];
  readonly evaluations: number;
  /** What was planted, for reading; empty for a right network. */
  readonly planted: string;
}

/**
 * Checks network `seed`.
 * @param error size of the planted error beside its tensor's gradient, or drawn from 0.01 to 1; null for none.
 * @returns null where no error can be planted: some networks have no gradient at all (softmax over one class).
 */
export async function checkNetwork(
  host: ModelHost,
  seed: number,
  method: Method,
  error: number | 'drawn' | null = null,
): Promise<CheckedNetwork | null> {
  const slot = `network ${seed} ${error}`;
  const network = (key: string): Source => ({ from: 'slot', slot, path: [{ item: key }] });
  const literals = [seed, ...(typeof error === 'number' ? [error] : [])];
  const outcome = await host.run([
    {
      slot,
      call: { from: 'module', name: error === null ? 'build' : 'build_wrong' },
      positional: literals.map((value) => ({ from: 'literal', value })),
      keywords: {},
    },
  ]);
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

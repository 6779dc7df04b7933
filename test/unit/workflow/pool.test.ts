import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../../src/core/binding/plan';
import type { SweepRequest } from '../../../src/core/model';
import type { BoundModel, ModelHost } from '../../../src/hosts/ModelHost';
import { startHost } from '../../../src/hosts/processHost';
import { findInterpreter } from '../../../src/hosts/python/interpreters';
import { pythonLaunch } from '../../../src/hosts/python/launch';
import type { LoadRequest } from '../../../src/protocol/host';
import { pooledHost } from '../../../src/workflow/pool';
import { markChildren } from '../../support/marked';
import { closedFormModel } from '../gradient/closedFormModel';
import { root } from './checking';

const source = `
import time
W = [float(i) for i in range(200)]
def cost():
    time.sleep(0.002)
    return sum(w ** 3 for w in W)
def grads():
    return {"W": [3 * w ** 2 for w in W]}
`;

const call = (slot: string, name: string) => ({
  slot,
  call: { from: 'module', name } as const,
  positional: [],
  keywords: {},
});
const plan: Plan = {
  cost: [call('J', 'cost')],
  J: { from: 'slot', slot: 'J' },
  gradient: [call('g', 'grads')],
  tensors: [
    {
      name: 'W',
      parameter: { from: 'module', name: 'W' },
      gradient: { from: 'slot', slot: 'g', path: [{ item: 'W' }] },
    },
  ],
  reseed: null,
};
const loading: LoadRequest = {
  file: 'model.py',
  source,
  projectRoot: '.',
  leaveOut: [],
  moduleName: 'model',
  seed: 1,
  loadTimeout: 60,
  evaluationTimeout: 60,
  memoryLimit: 8e9,
};
const whole: SweepRequest = {
  tensor: 0,
  components: { start: 0, count: 200 },
  step: 1e-6,
  scheme: 'central',
};
const limits = { processes: 2, secondsEach: 0.1, evaluationSeconds: 0 };

describe('a pool of processes', function () {
  this.timeout(120_000);
  let folder: string;
  let python: string | null;
  before(async function () {
    python = await findInterpreter([root]);
    if (python === null) this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'pool-'));
    writeFileSync(path.join(folder, 'model.py'), source);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = (signal = new AbortController().signal) =>
    startHost(pythonLaunch(python!, root, folder), signal, () => {});

  /** A pool with its model bound, and all the processes that it started. */
  async function bound(another: () => ModelHost, first = start(), signal = new AbortController().signal) {
    const started: ModelHost[] = [];
    const log: string[] = [];
    const host = pooledHost({
      first,
      another: () => {
        started.push(another());
        return started.at(-1)!;
      },
      signal,
      log: (text) => log.push(text),
      limits,
    });
    await host.load({ ...loading, file: path.join(folder, 'model.py'), projectRoot: folder });
    return { host, started, log, ...(await host.bind(plan)) };
  }

  /** Asks for work until the helper does some of it. */
  async function untilHelped({ model }: BoundModel): Promise<void> {
    while (model.evaluationsAtOnce !== 2) {
      await model.sweep(whole);
      await delay(20);
    }
  }

  it('gives the same with help as without', async () => {
    const pool = await bound(() => start());
    try {
      const alone = await pool.model.sweep(whole);
      await untilHelped(pool);
      assert.deepEqual(await pool.model.sweep(whole), alone);
      assert.deepEqual([pool.started.length, pool.log], [1, []]);
      assert.ok(pool.evaluations() > 2 + 2 * 400);
    } finally {
      await pool.host.dispose();
    }
  });

  it('goes on without a helper that cannot be started', async () => {
    const nobody = { ...pythonLaunch('no-such-interpreter', root, folder) };
    const pool = await bound(() => startHost(nobody, new AbortController().signal, () => {}));
    try {
      const alone = await pool.model.sweep(whole);
      while (pool.log.length === 0) await delay(20);
      assert.deepEqual(await pool.model.sweep(whole), alone);
      assert.match(pool.log.join(), /no help: ENOENT/);
    } finally {
      await pool.host.dispose();
    }
  });

  it('goes on without a helper that ends in the middle', async () => {
    const pool = await bound(() => start());
    try {
      const alone = await pool.model.sweep(whole);
      await untilHelped(pool);
      const sweep = pool.model.sweep(whole);
      await pool.started[0]!.dispose();
      assert.deepEqual(await sweep, alone);
      assert.deepEqual([pool.log.length, pool.model.evaluationsAtOnce], [1, 1]);
    } finally {
      await pool.host.dispose();
    }
  });

  it('is cancelled in the middle of a sweep, with no process left', async () => {
    const noneLeft = markChildren();
    const cancel = new AbortController();
    const pool = await bound(() => start(cancel.signal), start(cancel.signal), cancel.signal);
    await untilHelped(pool);
    const rejected = assert.rejects(pool.model.sweep(whole), { name: 'AbortError' });
    await delay(20);
    cancel.abort();
    await rejected;
    await pool.host.dispose();
    assert.deepEqual([await noneLeft(), pool.log], [[], []]);
  });

  it('ends a helper that is still on its way', async () => {
    const noneLeft = markChildren();
    const pool = await bound(() => start());
    const rejected = assert.rejects(pool.model.sweep(whole));
    await pool.host.dispose();
    await rejected;
    assert.deepEqual([pool.started.length, await noneLeft(), pool.log], [1, [], []]);
  });
});

describe('who gets help', () => {
  const model = closedFormModel({
    tensors: [{ name: 'W', shape: [200], value: new Array<number>(200).fill(1) }],
    cost: ([W]) => W!.reduce((sum, w) => sum + w, 0),
    gradient: ([W]) => [W!.map(() => 1)],
  });
  const bound: BoundModel = {
    model: { ...model, evaluationSeconds: 0.01 },
    tensors: [],
    notes: [],
    gradientRepeats: true,
    evaluations: () => 2,
  };

  /** The requests to load that helpers got. */
  async function helpersOf(changes: Partial<BoundModel>, of: Partial<Plan> = {}): Promise<LoadRequest[]> {
    const loads: LoadRequest[] = [];
    const fake = (onLoad: (request: LoadRequest) => void): ModelHost =>
      ({
        load: async (request: LoadRequest) => onLoad(request),
        bind: async () => ({ ...bound, ...changes }),
        dispose: async () => {},
      }) as unknown as ModelHost;
    const host = pooledHost({
      first: fake(() => {}),
      another: () => fake((request) => loads.push(request)),
      signal: new AbortController().signal,
      log: () => {},
      limits: { processes: 2, secondsEach: 1, evaluationSeconds: 1e-3 },
    });
    await host.load(loading);
    const { model: pooled } = await host.bind({ ...plan, ...of });
    await pooled.sweep(whole);
    await host.dispose();
    return loads;
  }

  it('long work does, within its share of the memory', async () => {
    const [load, ...more] = await helpersOf({});
    assert.deepEqual([load, more], [{ ...loading, memoryLimit: 4e9 }, []]);
  });

  const alone: Record<string, [Partial<BoundModel>, Partial<Plan>?]> = {
    'quick evaluations': [{ model: { ...bound.model, evaluationSeconds: 1e-4 } }],
    'short work': [{ model: { ...bound.model, evaluationSeconds: 2e-3 } }],
    'a random cost': [{ model: { ...bound.model, baseCosts: [1, 2] } }],
    'gradients that drift': [{ gradientRepeats: false }],
    'generators that are seeded': [{}, { reseed: 1 }],
    'state that is put back': [{}, { restore: true }],
    'parameters that the cost changes': [{ notes: [{ kind: 'mutated', by: 'cost', names: ['W'] }] }],
  };
  for (const [what, [changes, of]] of Object.entries(alone))
    it(`not: ${what}`, async () => assert.deepEqual(await helpersOf(changes, of), []));
});

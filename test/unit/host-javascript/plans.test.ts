import assert from 'node:assert/strict';
import type { Plan, Source, Step } from '../../../src/core/binding/plan';
import type { LoadedModel } from '../../../src/host-javascript/loader';
import { Session } from '../../../src/host-javascript/session';
import type { BindReply } from '../../../src/protocol/host';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { loadRequest, near } from './support';

const of = (name: string, ...items: (string | number)[]): Source => ({
  from: 'module',
  name,
  path: items.map((item) => ({ item })),
});
const slot = (name: string): Source => ({ from: 'slot', slot: name });
const call = (name: string, callee: Source, ...positional: Source[]): Step => ({
  slot: name,
  call: callee,
  positional,
  keywords: {},
});

async function sessionOver(namespace: object, parameters: readonly string[] = []): Promise<Session> {
  const file = '/models/model.js';
  const loaded: LoadedModel = {
    inventory: { file, functions: [], classes: [], values: [], standIns: [] },
    namespace,
    factsOf: () => ({
      name: 'f',
      parameters: parameters.map((text) => {
        const [name = '', kind] = text.split(':');
        return { name, kind: kind === 'keyword' ? 'keyword' : 'positional' };
      }),
      file,
      line: 1,
      endLine: 1,
      returns: [],
    }),
    trace: () => ({ gradients: [] }),
  };
  const session = new Session(() => loaded);
  await session.load(loadRequest(file, ''));
  return session;
}

async function valueOf(namespace: object, step: Step): Promise<unknown> {
  const { results } = await (await sessionOver(namespace)).run({ steps: [step] });
  const [result] = results;
  return result?.type === 'number' ? result.value : result;
}

async function bound(
  namespace: object,
  plan: Partial<Plan> & Pick<Plan, 'tensors'>,
): Promise<[Session, BindReply]> {
  const session = await sessionOver(namespace);
  const reply = await session.bind({
    cost: [call('J', of('cost'))],
    J: slot('J'),
    gradient: [call('g', of('gradient'))],
    reseed: null,
    ...plan,
  });
  return [session, reply];
}

async function gradientOf(session: Session, tensor = 0, count = 1): Promise<number[]> {
  const { values } = await session.values({ kind: 'gradient', tensor, start: 0, count });
  return [...decodeBlock(values)];
}

describe('steps of a plan in JavaScript', () => {
  const arrays = {
    a: [
      [1, 2],
      [3, 4],
    ],
    b: [Float64Array.of(0.5, 1), Float64Array.of(-1, 2)],
    output: [0.25, 1],
    labels: [0, 1],
    flat: Float32Array.of(5, 6, 7),
  };

  it('sum products of arrays of any kind', async () => {
    const dot = [
      [of('a'), of('b')],
      [of('output'), of('labels')],
    ] as const;
    assert.equal(await valueOf(arrays, { slot: 'J', dot }), 0.5 + 2 - 3 + 8 + 1);
  });

  it('refuse arrays of different sizes', async () => {
    await assert.rejects(
      valueOf(arrays, { slot: 'J', dot: [[of('a'), of('flat')]] }),
      ({ failure }: { failure: { kind: string; message: string } }) => {
        assert.deepEqual([failure.kind, /have 4 and 3 components/.test(failure.message)], ['result', true]);
        return true;
      },
    );
  });

  for (const [cost, expected] of [
    ['squared-error', 0.25 ** 2 / 2],
    ['binary-cross-entropy', -Math.log(0.75)],
    ['cross-entropy', 0],
  ] as const) {
    it(`give the textbook's ${cost}`, async () => {
      const step: Step = { slot: 'J', cost, output: of('output'), labels: of('labels') };
      assert.ok(near(Number(await valueOf(arrays, step)), expected, 1e-15));
    });
  }

  it('take examples along either axis', async () => {
    const session = await sessionOver({ ...arrays, first: (x: number[][]) => x[0]![0] });
    const { results } = await session.run({
      steps: [
        { slot: 'rows', take: of('a'), axis: 0, indices: [1] },
        { slot: 'columns', take: of('b'), axis: 1, indices: [1, 0] },
        { slot: 'flat', take: of('flat'), axis: 0, indices: [2, 0] },
      ],
    });
    const shapes = results.map((result) => (result.type === 'array' ? [result.shape, result.max] : null));
    assert.deepEqual(shapes, [
      [[1, 2], 4],
      [[2, 2], 2],
      [[2], 7],
    ]);
  });

  it('put a value where another one hangs', async () => {
    const net = { rate: 0.1 };
    const step: Step = { slot: 's', assign: of('net', 'rate'), to: { from: 'literal', value: 0.125 } };
    assert.equal(await valueOf({ net }, step), 0.125);
    assert.equal(net.rate, 0.125);
  });

  it('place names of an options object together, and names behind skipped arguments', async () => {
    const seen: unknown[][] = [];
    const f = (...values: unknown[]) => seen.push(values);
    const session = await sessionOver({ f }, ['x', 'lambda:keyword', 'keep:keyword', 'rate']);
    const literal = (value: number): Source => ({ from: 'literal', value });
    const keywords = { keep: literal(1), rate: literal(0.5), lambda: literal(0) };
    await session.run({ steps: [{ slot: 'r', call: of('f'), positional: [literal(7)], keywords }] });
    assert.deepEqual(seen, [[7, { keep: 1, lambda: 0 }, 0.5]]);
  });
});

describe('plans in JavaScript', () => {
  /** J = Σ w², with w behind private fields. */
  class Hidden {
    #w = [1, 2];
    read = () => this.#w;
    getW() {
      return this.#w.slice();
    }
    setW(w: number[]) {
      this.#w = w;
    }
    cost = () => this.#w.reduce((sum, x) => sum + x * x, 0);
    gradient = () => this.#w.map((x) => 2 * x);
  }

  it('read and write parameters by calls', async () => {
    const net = new Hidden();
    const [session, { tensors }] = await bound(
      { net },
      {
        cost: [call('J', of('net', 'cost'))],
        gradient: [call('g', of('net', 'gradient'))],
        tensors: [
          {
            name: 'w',
            parameter: { get: of('net', 'getW'), set: of('net', 'setW') },
            gradient: slot('g'),
          },
        ],
      },
    );
    assert.deepEqual([tensors[0]?.shape, tensors[0]?.gradient?.fits], [[2], true]);
    const reply = await session.sweep({ tensor: 0, components: [1], step: 0.5, scheme: 'forward' });
    assert.deepEqual([...decodeBlock(reply.plus)], [1 + 9]); // the step grows with the component: 2 + 0.5 · 2
    assert.deepEqual(net.read(), [1, 2]);
  });

  it('refuse accessors that give no numbers', async () => {
    const tensors = [{ name: 'w', parameter: { get: of('get'), set: of('set') }, gradient: null }];
    await assert.rejects(
      bound({ get: () => 'text', set: () => undefined, cost: () => 1, gradient: () => 0 }, { tensors }),
      /`get` must return/,
    );
  });

  it('read a gradient from an update in place, or by replacement', async () => {
    const net = { w: [1, 2], b: 3, v: Float64Array.of(4) };
    const cost = () => net.w[0]! ** 2 + net.w[1]! ** 2 + net.b ** 2 + net.v[0]! ** 2;
    const gradient = () => {
      net.w.forEach((x, i) => (net.w[i] = x - 0.25 * 2 * x));
      net.b -= 0.25 * 2 * net.b;
      net.v = net.v.map((x) => x - 0.25 * 2 * x);
    };
    const tensors = ['w', 'b', 'v'].map((name) => ({
      name,
      parameter: of('net', name),
      gradient: { from: 'change' as const, rate: 0.25 },
    }));
    const [session, reply] = await bound({ net, cost, gradient }, { tensors });
    assert.deepEqual([reply.notes, reply.gradientRepeats], [[], true]);
    assert.deepEqual(await gradientOf(session, 0, 2), [2, 4]);
    assert.deepEqual([await gradientOf(session, 1), await gradientOf(session, 2)], [[6], [8]]);
    assert.deepEqual(net, { w: [1, 2], b: 3, v: Float64Array.of(4) });
  });

  it('read a gradient that adds up from its own change', async () => {
    const net = { w: [3], dw: [100] };
    const gradient = () => {
      net.dw[0]! += 2 * net.w[0]!;
    };
    const [session, reply] = await bound(
      { net, cost: () => net.w[0]! ** 2, gradient },
      {
        tensors: [
          {
            name: 'w',
            parameter: of('net', 'w'),
            gradient: { from: 'change', rate: -1, of: of('net', 'dw') },
          },
        ],
      },
    );
    assert.deepEqual([reply.gradientRepeats, await gradientOf(session)], [true, [6]]);
  });

  for (const [Values, apart, repeats] of [
    [Float64Array, 1e-15, true],
    [Float64Array, 1e-6, false],
    [Float32Array, 1e-6, true],
    [Float32Array, 1e-2, false],
  ] as const)
    it(`sums in another order, ${apart} apart, ${repeats ? 'give the same gradient' : 'are other gradients'}`, async () => {
      const net = { w: [1, -2], calls: 0 };
      const gradient = () => new Values(net.w.map((w, i) => w * (2 + i * apart * net.calls++)));
      const [, reply] = await bound(
        { net, cost: () => net.w[0]! ** 2 + net.w[1]! ** 2, gradient },
        { tensors: [{ name: 'w', parameter: of('net', 'w'), gradient: { from: 'slot', slot: 'g' } }] },
      );
      assert.equal(reply.gradientRepeats, repeats);
    });

  it('tell gradients that add up, and put the state back where that is wanted', async () => {
    const layer = { w: [3, 1], dw: [0, 0], calls: 0, seen: new Map<number, number>() };
    const namespace = {
      layer,
      cost: () => layer.w[0]! ** 2 + layer.w[1]! + layer.calls++,
      gradient: () => {
        layer.seen.set(layer.seen.size, 1);
        layer.dw[0]! += 2 * layer.w[0]!;
        layer.dw[1]! += layer.seen.size;
      },
    };
    const tensors = [{ name: 'w', parameter: of('layer', 'w'), gradient: of('layer', 'dw') }];
    const [, adding] = await bound(namespace, { tensors });
    assert.equal(adding.gradientRepeats, false);
    Object.assign(layer, { dw: [0, 0], calls: 0, seen: new Map() });
    const [session, restored] = await bound(namespace, { tensors, restore: true });
    const [first, second] = decodeBlock(restored.costs);
    assert.deepEqual([restored.gradientRepeats, first, second], [true, 10, 10]);
    assert.deepEqual(await gradientOf(session, 0, 2), [6, 1]);
    const reply = await session.sweep({ tensor: 0, components: [0], step: 0.5, scheme: 'forward' });
    assert.deepEqual([...decodeBlock(reply.plus)], [4.5 ** 2 + 1]);
  });

  it('tell a gradient that cannot be computed twice', async () => {
    const stack = [1];
    const gradient = () => [2 * stack.pop()!.valueOf()];
    const w = [1];
    const tensors = [{ name: 'w', parameter: of('w'), gradient: slot('g') }];
    const [, reply] = await bound({ w, cost: () => w[0]! ** 2, gradient }, { tensors });
    assert.equal(reply.gradientRepeats, false);
  });
});

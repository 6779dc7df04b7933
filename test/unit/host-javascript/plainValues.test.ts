import assert from 'node:assert/strict';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { bindNamespace, near } from './support';

type Row = number[] | Float64Array | Float32Array;

/** J = Σ x² over all parameters; the gradient is 2x. */
function squares(parameters: Record<string, unknown>) {
  const flat = (value: unknown): number[] =>
    typeof value === 'number' ? [value] : [...(value as Iterable<unknown>)].flatMap(flat);
  const cost = () =>
    Object.values(parameters)
      .flatMap(flat)
      .reduce((sum, x) => sum + x * x, 0);
  const doubled = (value: unknown): unknown =>
    typeof value === 'number' ? 2 * value : Array.from(value as Iterable<unknown>, doubled);
  const gradients = () =>
    Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, doubled(x)]));
  return { parameters, cost, gradients };
}

describe('models of ordinary JavaScript values', () => {
  it('bind numbers, nested arrays, typed arrays and maps', async () => {
    const parameters = {
      a: 3,
      W: [
        [1, 2],
        [3, 4],
      ],
      v: Float64Array.of(5, 6),
      R: [Float64Array.of(1, 2)] as Row[],
    };
    const [session, { tensors, costs, notes }] = await bindNamespace(
      { gradientLens: () => squares(parameters) },
      ['a', 'W', 'v', 'R'],
    );
    assert.deepEqual(
      tensors.map(({ shape }) => shape),
      [[], [2, 2], [2], [1, 2]],
    );
    assert.ok(tensors.every(({ gradient }) => gradient?.fits));
    assert.deepEqual([decodeBlock(costs)[0], notes], [105, []]);
    for (const [tensor, index, slope] of [
      [0, 0, 6],
      [1, 3, 8],
      [2, 1, 12],
      [3, 0, 2],
    ] as const) {
      const reply = await session.sweep({ tensor, components: [index], step: 1e-4, scheme: 'central' });
      const [plus = 0, minus = 0, width = 1] = [reply.plus, reply.minus, reply.width].map(
        (b) => decodeBlock(b)[0],
      );
      assert.ok(near((plus - minus) / width, slope, 1e-8));
    }
    assert.deepEqual(parameters.W, [
      [1, 2],
      [3, 4],
    ]);
  });

  it('promote float32 arrays where the model reads what its container holds', async () => {
    const parameters = { v: Float32Array.of(0.1, 0.2) };
    const [, { tensors, notes }] = await bindNamespace({ gradientLens: () => squares(parameters) }, ['v']);
    assert.deepEqual(notes, [{ kind: 'promoted', names: ['v'], dtype: 'float32' }]);
    assert.equal(tensors[0]?.dtype, 'float64');
  });

  it('leave float32 arrays alone that the model holds on to', async () => {
    const v = Float32Array.of(0.1, 0.2);
    const { cost, gradients } = squares({ v });
    const parameters = { v };
    const [, { tensors, notes }] = await bindNamespace(
      { gradientLens: () => ({ parameters, cost, gradients }) },
      ['v'],
    );
    assert.deepEqual([notes, tensors[0]?.dtype], [[], 'float32']);
    assert.equal(parameters.v, v);
    assert.deepEqual(v, Float32Array.of(0.1, 0.2));
  });

  it('are put back when the cost changes or replaces parameters', async () => {
    const parameters: Record<string, number[]> = { a: [1, 2], b: [3] };
    const { cost, gradients } = squares(parameters);
    const restless = () => {
      const J = cost();
      parameters['a']![0]! += 1;
      parameters['b'] = [99];
      return J;
    };
    const [session, { costs, notes }] = await bindNamespace(
      { gradientLens: () => ({ parameters, cost: restless, gradients }) },
      ['a', 'b'],
    );
    assert.deepEqual(notes, [
      { kind: 'replaced', by: 'cost', names: ['b'] },
      { kind: 'mutated', by: 'cost', names: ['a'] },
    ]);
    assert.deepEqual([...decodeBlock(costs)], [14, 14]);
    const reply = await session.sweep({ tensor: 0, components: [0, 1], step: 0.5, scheme: 'forward' });
    assert.deepEqual([...decodeBlock(reply.plus)], [1.5 ** 2 + 13, 10 + 9]);
    assert.deepEqual(parameters, { a: [1, 2], b: [3] });
  });

  it('tell tied tensors, and views of one buffer that do not overlap apart', async () => {
    const shared = [1, 2];
    const theta = Float64Array.of(1, 2, 3, 4);
    const parameters = {
      a: shared,
      b: shared,
      c: theta.subarray(0, 2),
      d: theta.subarray(2),
      e: theta.subarray(2, 4),
    };
    const [, { notes, tensors }] = await bindNamespace(
      { gradientLens: () => squares(parameters) },
      Object.keys(parameters),
    );
    assert.deepEqual(notes, [
      { kind: 'tied', names: ['a', 'b'] },
      { kind: 'tied', names: ['d', 'e'] },
    ]);
    assert.equal(tensors[0]?.identity, tensors[1]?.identity);
  });

  it('refuse tensors that share a part', async () => {
    const theta = Float64Array.of(1, 2, 3, 4);
    const row = [1, 2];
    for (const parameters of [
      { a: theta.subarray(0, 3), b: theta.subarray(2) },
      { a: [row, [3, 4]], b: [[5, 6], row] },
    ])
      await assert.rejects(
        bindNamespace({ gradientLens: () => squares(parameters) }, ['a', 'b']),
        /`a` and `b` share a part of their memory/,
      );
  });

  it('report gradients that are missing, of another shape, text or not finite', async () => {
    const parameters = { a: [1], b: [1, 2], c: [1], d: [1], e: [[1], [2]] };
    const gradients = () => ({ b: [1, 2, 3], c: 'none', d: [Infinity], e: [1, 2] });
    const [, { tensors }] = await bindNamespace(
      { gradientLens: () => ({ parameters, cost: () => 1, gradients }) },
      Object.keys(parameters),
    );
    const [a, b, c, d, e] = tensors;
    assert.deepEqual([a?.gradient, a?.found], [null, { type: 'none' }]);
    assert.deepEqual([b?.gradient?.fits, b?.gradient?.norm], [false, 'NaN']);
    assert.deepEqual([c?.gradient, c?.found], [null, { type: 'text', value: 'none' }]);
    assert.deepEqual([d?.gradient?.finite, d?.gradient?.norm], [false, 'Infinity']);
    assert.deepEqual([e?.gradient?.fits, e?.gradient?.shape], [true, [2]]);
  });

  it('fail with the step and the line of the exception', async () => {
    const gradientLens = () => ({
      parameters: { a: 1 },
      cost: () => {
        throw new TypeError('no cost today');
      },
      gradients: () => ({}),
    });
    await assert.rejects(bindNamespace({ gradientLens }, ['a']), ({ failure }) => {
      const { kind, type, message, section, step } = failure;
      assert.deepEqual(
        { kind, type, message, section, step },
        { kind: 'exception', type: 'TypeError', message: 'no cost today', section: 'cost', step: 0 },
      );
      return true;
    });
  });

  it('fail with the tensor when a parameter is not there or not numeric', async () => {
    const contract = { parameters: { a: 'text' }, cost: () => 1, gradients: () => ({}) };
    for (const [name, found] of [
      ['a', { type: 'text', value: 'text' }],
      ['b', { type: 'none' }],
    ] as const) {
      await assert.rejects(bindNamespace({ gradientLens: () => contract }, [name]), ({ failure }) => {
        assert.deepEqual([failure.section, failure.tensor, failure.found], ['tensors', name, found]);
        return true;
      });
    }
  });

  it('become deterministic when they are seeded before each evaluation', async () => {
    const contract = { parameters: { a: [1] }, cost: () => Math.random(), gradients: () => ({ a: [0] }) };
    const random = decodeBlock((await bindNamespace({ gradientLens: () => contract }, ['a']))[1].costs);
    const seeded = decodeBlock((await bindNamespace({ gradientLens: () => contract }, ['a'], 5))[1].costs);
    assert.notEqual(random[0], random[1]);
    assert.equal(seeded[0], seeded[1]);
  });
});

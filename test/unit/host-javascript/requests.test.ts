import assert from 'node:assert/strict';
import type { Direction } from '../../../src/core/model';
import { Session } from '../../../src/host-javascript/session';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { bindContract, bindText, loadRequest, near } from './support';

/** J = sum(W .^ 3) + 2 b with W = [[1, 2], [3, 4]] and b = 0.5; the gradient of b is wrong on purpose. */
const text = `parameters:
  W: [[1, 2], [3, 4]]
  b: 0.5
cost: sum(W .^ 3) + 2 * b
gradients:
  W: 3 * W .^ 2
  b: 3
`;
const J = (W: readonly number[], b: number) => W.reduce((sum, w) => sum + w ** 3, 0) + 2 * b;
const W = [1, 2, 3, 4];

describe('requests to the JavaScript host', () => {
  let session: Session;
  const costs = async (...points: { direction: Direction; step: number }[][]) =>
    decodeBlock((await session.costs({ points })).costs);
  const values = async (kind: 'parameter' | 'gradient', tensor: number, start: number, count: number) => [
    ...decodeBlock((await session.values({ kind, tensor, start, count })).values),
  ];
  const normal = { kind: 'normal', tensor: 0, start: 1, count: 3, seed: 7, unit: true } as const;

  beforeEach(async () => {
    [session] = await bindText(text, ['W', 'b']);
  });

  it('bind: shapes, norms, and J twice', async () => {
    const [, reply] = await bindText(text, ['W', 'b']);
    assert.deepEqual([...decodeBlock(reply.costs)], [101, 101]);
    const [first, second] = reply.tensors;
    assert.deepEqual([first?.shape, second?.shape], [[2, 2], []]);
    assert.ok(near(Number(first?.norm), Math.sqrt(30)));
    assert.ok(near(Number(first?.gradient?.norm), 3 * Math.sqrt(1 + 16 + 81 + 256)));
    assert.equal(second?.gradient?.norm, 3);
    assert.deepEqual(reply.notes, []);
  });

  it('values: slices of parameter and gradient, and no others', async () => {
    assert.deepEqual(await values('parameter', 0, 1, 2), [2, 3]);
    assert.deepEqual(await values('gradient', 0, 0, 4), [3, 12, 27, 48]);
    assert.deepEqual(await values('gradient', 1, 0, 1), [3]);
    await assert.rejects(values('parameter', 0, 3, 2), /no components 3 to 5/);
    await assert.rejects(values('parameter', 2, 0, 1), /no tensor 2/);
  });

  it('sweep: both sides of each component, with the step as stored', async () => {
    const reply = await session.sweep({
      tensor: 0,
      components: { start: 1, count: 3 },
      step: 0.01,
      scheme: 'central',
    });
    const [plus, minus, width] = [reply.plus, reply.minus, reply.width].map(decodeBlock);
    [1, 2, 3].forEach((index, n) => {
      const w = W[index] ?? 0;
      const moved = (x: number) =>
        J(
          W.map((value, i) => (i === index ? x : value)),
          0.5,
        );
      assert.ok(near(plus?.[n] ?? NaN, moved(w + 0.01 * w)));
      assert.ok(near(minus?.[n] ?? NaN, moved(w - 0.01 * w)));
      assert.equal(width?.[n], w + 0.01 * w - (w - 0.01 * w));
    });
    const forward = await session.sweep({ tensor: 1, components: [0], step: 0.01, scheme: 'forward' });
    assert.equal(decodeBlock(forward.minus).length, 0);
    assert.ok(near((decodeBlock(forward.plus)[0] ?? 0) - 101, 0.02, 1e-9));
    assert.deepEqual(await values('parameter', 0, 0, 4), W);
    assert.deepEqual([...(await costs([]))], [101]);
  });

  it('directions: norm and product with the computed gradient', async () => {
    const { norms, gradientDots } = await session.directions({
      directions: [{ kind: 'component', tensor: 0, index: 2 }, { kind: 'parameter', tensor: 0 }, normal],
    });
    const [norm, dots] = [decodeBlock(norms), decodeBlock(gradientDots)];
    assert.deepEqual([norm[0], dots[0], dots[1]], [1, 27, 300]);
    assert.ok(near(norm[1] ?? 0, Math.sqrt(30)) && near(norm[2] ?? 0, 1));
  });

  it('costs: the slope along a normal direction is its product with the gradient, and all is put back', async () => {
    const [plus = 0, minus = 0, base] = await costs(
      [{ direction: normal, step: 1e-5 }],
      [{ direction: normal, step: -1e-5 }],
      [],
    );
    const { gradientDots } = await session.directions({ directions: [normal] });
    assert.ok(near((plus - minus) / 2e-5, decodeBlock(gradientDots)[0] ?? 0, 1e-7));
    assert.equal(base, 101);
    assert.deepEqual(await values('parameter', 0, 0, 4), W);
  });

  it('costs: several perturbations add up', async () => {
    const component: Direction = { kind: 'component', tensor: 0, index: 3 };
    const point = [
      { direction: { kind: 'parameter', tensor: 0 } as const, step: 1 },
      { direction: component, step: 0.5 },
      { direction: component, step: 0.5 },
      { direction: { kind: 'component', tensor: 1, index: 0 } as const, step: 1 },
    ];
    assert.ok(near((await costs(point, []))[0] ?? 0, J([2, 4, 6, 9], 1.5)));
    assert.deepEqual([...(await costs([]))], [101]);
  });

  it('move: gradients at the new base point, and exactly back', async () => {
    const point = [{ direction: { kind: 'parameter', tensor: 0 } as const, step: 0.5 }];
    for (const twice of [1, 2]) {
      const { cost, gradientNorms } = await session.move({ point });
      assert.ok(near(Number(cost), J([1.5, 3, 4.5, 6], 0.5)), `move ${twice}`);
      assert.ok(near(decodeBlock(gradientNorms)[0] ?? 0, 2.25 * 3 * Math.sqrt(354)));
      assert.deepEqual(await values('gradient', 0, 0, 1), [6.75]);
      assert.deepEqual(await values('parameter', 0, 0, 4), [1.5, 3, 4.5, 6]);
    }
    assert.equal((await session.move({ point: [] })).cost, 101);
    assert.deepEqual(await values('parameter', 0, 0, 4), W);
    assert.deepEqual(await values('gradient', 0, 0, 4), [3, 12, 27, 48]);
  });

  it('gives NaN at points where the evaluation fails', async () => {
    [session] = await bindText(
      'parameters: {x: 0.5}\ncost: "x > 1 ? [x] * [1, 2] : x"\ngradients: {x: 1}\n',
      ['x'],
    );
    const direction: Direction = { kind: 'component', tensor: 0, index: 0 };
    assert.deepEqual([...(await costs([{ direction, step: 1 }], []))], [NaN, 0.5]);
  });

  it('stops an evaluation that takes too long, says where, and puts the parameters back', async () => {
    const slow = `parameters: {n: 2}
let:
  f(n): "n <= 1 ? 1 : f(n - 1) + f(n - 1)"
cost: f(n)
gradients: {n: 0}
`;
    session = new Session();
    await bindContract(session, loadRequest('/m.gradient.yaml', slow, { evaluationTimeout: 0.2 }), ['n']);
    const direction: Direction = { kind: 'component', tensor: 0, index: 0 };
    await assert.rejects(costs([{ direction, step: 3 }], [{ direction, step: 60 }]), (error) => {
      const { kind, line, function: name } = session.failure(error);
      assert.deepEqual([kind, line, name], ['timeout', 4, 'cost']);
      return true;
    });
    assert.deepEqual([...(await costs([{ direction, step: 3 }], []))], [16, 2]);
  });
});

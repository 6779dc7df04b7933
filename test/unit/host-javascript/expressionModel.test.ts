import assert from 'node:assert/strict';
import { Session } from '../../../src/host-javascript/session';
import { decodeBlock } from '../../../src/host-javascript/wire';
import { bindText, examples, loadRequest, readRequest, setup } from './support';

describe('an expression model', () => {
  it('is one function that keeps to the contract', async () => {
    const session = new Session();
    const inventory = await session.load(readRequest(examples, 'two-layer.gradient.yaml'));
    assert.deepEqual(
      inventory.functions.map(({ name }) => name),
      ['gradientLens'],
    );
    const { results } = await session.run(setup);
    const [contract] = results;
    assert.ok(contract?.type === 'mapping');
    const parts = Object.fromEntries(contract.entries.map(({ key, value }) => [key, value]));
    assert.ok(parts['parameters']?.type === 'mapping');
    assert.deepEqual(
      parts['parameters'].entries.map(({ key, value }) => [key, value.type === 'array' && value.shape]),
      [
        ['W1', [3, 2]],
        ['b1', [3, 1]],
        ['W2', [1, 3]],
        ['b2', [1, 1]],
      ],
    );
    assert.ok(parts['cost']?.type === 'function' && parts['cost'].function.line === 34);
    assert.ok(parts['gradients']?.type === 'function' && parts['gradients'].function.endLine === 41);
  });

  it('gives arrays an identity that lasts', async () => {
    const session = new Session();
    await session.load(readRequest(examples, 'two-layer.gradient.yaml'));
    const identities = async () =>
      JSON.stringify((await session.run(setup)).results).match(/"identity":\d+/g);
    const first = await identities();
    assert.equal(new Set(first).size, 4);
    assert.deepEqual(await identities(), first);
  });

  it('may define under let a list, texts with =, data, functions and several lines', async () => {
    const [, { costs }] = await bindText(
      `parameters:
  W: [1, -2, 3]
let:
  - relu(z): z .* (z > 0)
  - scale = 10
  - A = relu(W)
  - total: |
      # a comment
      sum(A)
        + scale
  - f: g(x) = 2 * x
cost: "f(total) + random() * 0"
gradients:
  W: W > 0
`,
      ['W'],
    );
    assert.deepEqual([...decodeBlock(costs)], [28, 28]);
  });

  it('adds a bias column to every example, and takes functions elementwise', async () => {
    const text = (cost: string) =>
      `parameters: {W: [[1, 2], [3, 4]], b: [[10], [20]]}\nlet: {X: [[1, 0], [0, 1]]}\ncost: ${cost}\ngradients: {W: X, b: b}\n`;
    const costOf = async (cost: string) => decodeBlock((await bindText(text(cost), ['W', 'b']))[1].costs)[0];
    assert.equal(await costOf('sum(W * X + b)'), 70);
    assert.equal(await costOf('sum(b .* X)'), 30);
    assert.equal(await costOf('mean(mean(W, 2))'), 2.5);
    assert.equal(await costOf('sum(log(exp(X)))'), 2);
    assert.equal(await costOf("b' * b"), 500);
    assert.equal(await costOf('sum(max(W, 1)) + norm(W - W, "fro") - max(W)'), 3);
    assert.equal(await costOf('sum(map(W, f(x) = x ^ 2)) + W[2, end]'), 34);
  });

  it('stays with real numbers: the logarithm of a negative number is NaN', async () => {
    const [, { costs }] = await bindText(
      'parameters: {x: -1}\ncost: log(x) + sqrt(x)\ngradients: {x: 1 / x}\n',
      ['x'],
    );
    assert.ok(decodeBlock(costs).every(Number.isNaN));
  });

  it('draws its random numbers from the seed', async () => {
    const text = 'parameters: {x: 1}\ncost: x * sum(random([2, 3]))\ngradients: {x: 1}\n';
    const costs = async () => [...decodeBlock((await bindText(text, ['x']))[1].costs)];
    const [first, second] = await costs();
    assert.notEqual(first, second);
    assert.deepEqual(await costs(), [first, second]);
  });

  it('is read with a byte order mark and Windows line ends, lines counted all the same', async () => {
    const text =
      '\uFEFFparameters:\r\n  θ: 2\r\ncost: |\r\n  θ ^ 2\r\n  + phi\r\ngradients:\r\n  θ: 2 * θ\r\n';
    await assert.rejects(
      new Session().load(loadRequest('/models/ümläut ordner/m.gradient.yaml', text)),
      ({ failure }) => failure.line === 5 && failure.column === 5,
    );
    const [, { costs }] = await bindText(text.replace('  + phi\r\n', ''), ['θ']);
    assert.equal(decodeBlock(costs)[0], 4);
  });

  it('is traced to the line of each gradient, through mere names to let', async () => {
    const [session] = await bindText(
      `parameters: {a: 1, b: 2}
let:
  db: |
    2 * b
cost: a ^ 2 + b ^ 2
gradients:
  a: 2 * a
  b: db
`,
      ['a', 'b'],
    );
    const { gradients, symbolic } = await session.trace();
    const places = gradients.map(
      ({ made }) => made && [made.line, made.column, made.endLine, made.endColumn, made.function],
    );
    assert.deepEqual(places, [
      [7, 6, 7, 11, 'gradients'],
      [4, 5, 4, 10, 'let'],
    ]);
    assert.deepEqual(symbolic, [
      { tensor: 'a', expression: '2 * a', value: 2 },
      { tensor: 'b', expression: '2 * b', value: 4 },
    ]);
  });

  it('has a symbolic derivative through definitions and functions of let, where all parameters are numbers', async () => {
    const text = `parameters: {w: 0.5, b: 0.25}
let:
  sigmoid(z): 1 ./ (1 + exp(-z))
  x: 3
  a: sigmoid(w .* x + b)
cost: -log(a)
gradients: {w: (a - 1) * x, b: a - 1}
`;
    const [session] = await bindText(text, ['w', 'b']);
    const { symbolic } = await session.trace();
    const a = 1 / (1 + Math.exp(-1.75));
    for (const { tensor, value } of symbolic ?? []) {
      assert.ok(Math.abs(Number(value) - (a - 1) * (tensor === 'w' ? 3 : 1)) < 1e-12, tensor);
    }
    assert.equal(symbolic?.length, 2);

    const [matrices] = await bindText('parameters: {W: [1, 2]}\ncost: sum(W)\ngradients: {W: [1, 1]}\n', [
      'W',
    ]);
    assert.equal((await matrices.trace()).symbolic, undefined);
  });
});

import assert from 'node:assert/strict';
import { HostError } from '../../../src/host-javascript/failures';
import { decodeBlock } from '../../../src/host-javascript/wire';
import {
  bindContract,
  bindNamespace,
  bindText,
  contractPlan,
  examples,
  loadRequest,
  near,
  readRequest,
  setup,
} from './support';
import { Session } from '../../../src/host-javascript/session';

const step = 1e-20;

async function complexGradient(
  session: Session,
  tensor: number,
  count: number,
  size = step,
): Promise<number[]> {
  const components = { start: 0, count };
  const { plus, minus, width } = await session.sweep({ tensor, components, step: size, scheme: 'complex' });
  assert.equal(decodeBlock(minus).length, 0);
  const widths = decodeBlock(width);
  return [...decodeBlock(plus)].map((imaginary, i) => imaginary / widths[i]!);
}

/** dJ/dx of a cost of one number. */
async function slope(cost: string, x: number, size = step): Promise<number> {
  const text = `parameters: {x: ${x}}\nlet:\n  sigmoid(z): 1 ./ (1 + exp(-z))\ncost: ${JSON.stringify(cost)}\ngradients: {x: 1}\n`;
  const [session] = await bindText(text, ['x']);
  return (await complexGradient(session, 0, 1, size))[0]!;
}

/** Relative rounding that is left of a derivative: some operations, none of which subtracts. */
const rounding = 1e-14;

describe('the complex step where numbers are real', () => {
  it('is refused, and leaves the parameters as they are', async () => {
    const parameters = { W: [1, 2] };
    const gradientLens = () => ({
      parameters,
      cost: () => parameters.W.reduce((sum, w) => sum + w * w, 0),
      gradients: () => ({ W: parameters.W.map((w) => 2 * w) }),
    });
    const [session] = await bindNamespace({ gradientLens }, ['W']);
    const costs = () => session.costs({ points: [[]] });
    const before = await costs();
    await assert.rejects(
      complexGradient(session, 0, 2),
      (error) =>
        error instanceof HostError &&
        error.failure.kind === 'not-complex' &&
        error.failure.message === 'its numbers are real, as all of JavaScript',
    );
    assert.deepEqual(await costs(), before);
  });
});

describe('the complex step of an expression model', () => {
  const sech2 = (x: number) => 1 / Math.cosh(x) ** 2;
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  /** Closed forms of derivatives, and where they hold. */
  const closed: readonly (readonly [cost: string, slope: (x: number) => number, at: readonly number[]])[] = [
    ['exp(x)', Math.exp, [-600, -2, 0, 1e-9, 3, 700]],
    ['expm1(x)', Math.exp, [-30, -1e-9, 0, 2]],
    ['log(x)', (x) => 1 / x, [1e-9, 0.5, 1, 1e200]],
    ['log(x, 3)', (x) => 1 / x / Math.log(3), [0.5, 7]],
    ['log2(x)', (x) => 1 / x / Math.LN2, [0.5, 7]],
    ['log10(x)', (x) => 1 / x / Math.LN10, [0.5, 7]],
    ['log1p(x)', (x) => 1 / (1 + x), [-0.75, 1e-12, 0, 4]],
    ['sqrt(x)', (x) => 0.5 / Math.sqrt(x), [1e-8, 2, 1e100]],
    ['cbrt(x)', (x) => 1 / (3 * Math.cbrt(x) ** 2), [-8, -0.3, 2]],
    ['nthRoot(x, 3)', (x) => 1 / (3 * Math.cbrt(x) ** 2), [-8, 2]],
    ['sin(x)', Math.cos, [-4, 0, 1]],
    ['cos(x)', (x) => -Math.sin(x), [-4, 1]],
    ['tan(x)', (x) => 1 / Math.cos(x) ** 2, [-1, 0, 1.5]],
    ['asin(x)', (x) => 1 / Math.sqrt(1 - x * x), [-0.9, 0, 0.3]],
    ['acos(x)', (x) => -1 / Math.sqrt(1 - x * x), [-0.9, 0, 0.3]],
    ['atan(x)', (x) => 1 / (1 + x * x), [-1e3, -1, 0, 0.3]],
    ['sinh(x)', Math.cosh, [-3, 0, 2]],
    ['cosh(x)', Math.sinh, [-3, 2]],
    ['tanh(x)', sech2, [-30, -1, 0, 1e-9, 18, 300]],
    ['asinh(x)', (x) => 1 / Math.sqrt(1 + x * x), [-50, -1e-9, 0, 2]],
    ['acosh(x)', (x) => 1 / Math.sqrt(x * x - 1), [1.5, 40]],
    ['atanh(x)', (x) => 1 / (1 - x * x), [-0.9, 0, 0.5]],
    ['erf(x)', (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), [-2, 0, 0.7]],
    ['sigmoid(x)', (x) => sigmoid(x) * sigmoid(-x), [-30, -2, 0, 3]],
    // Saturated: the exponential overflows, and the slope is below all numbers.
    ['sigmoid(x)', () => 0, [-800]],
    ['x ^ 3', (x) => 3 * x * x, [-2, 1e-9, 5]],
    ['x ^ -2', (x) => -2 * x ** -3, [-2, 5]],
    ['x ^ 2.5', (x) => 2.5 * x ** 1.5, [0.1, 5]],
    ['2 ^ x', (x) => Math.LN2 * 2 ** x, [-3, 0, 5]],
    ['x ^ x', (x) => x ** x * (Math.log(x) + 1), [0.2, 3]],
    ['0 ^ x', () => 0, [2]],
    ['x ^ 2', () => 0, [0]],
    ['x ^ 80', (x) => 80 * x ** 79, [-1.25, 0.75]],
    ['1 / x', (x) => -1 / (x * x), [-1e-5, 3]],
    ['abs(x)', Math.sign, [-2, 3]],
    ['norm(x) + norm([x, 2])', (x) => Math.sign(x) + x / Math.hypot(x, 2), [-2, 3]],
    ['max(x, 1)', (x) => (x > 1 ? 1 : 0), [-2, 0.5, 3]],
    ['min([x, x ^ 2, 4])', (x) => (x < 0 || x > 1 ? 1 : 2 * x), [-2, 0.5, 3]],
    ['median([x, 1, 2])', (x) => (x > 1 && x < 2 ? 1 : 0), [-2, 1.5, 3]],
    ['x .* (x > 0)', (x) => (x > 0 ? 1 : 0), [-2, 3]],
    ['x > 0 ? x ^ 2 : exp(x)', (x) => (x > 0 ? 2 * x : Math.exp(x)), [-2, 3]],
    ['x * floor(x) + sign(x) + round(x)', Math.floor, [-2.25, 3.25]],
    ['mod(x ^ 2, 3)', (x) => 2 * x, [-2, 4]],
    ['hypot(x, 3)', (x) => x / Math.hypot(x, 3), [-2, 4]],
    ['atan2(x, -1)', (x) => -1 / (1 + x * x), [-2, 4]],
    ['atan2(-1, x)', (x) => 1 / (1 + x * x), [-2, 4]],
    ['[x, 1] * [x; x] + dot([x, 1], [x, 2])', (x) => 4 * x + 1, [-2, 4]],
    ["trace([x, 1; 2, x]' * [x, 1; 2, x])", (x) => 4 * x, [-2, 4]],
    ['det([x, 1, 0; 2, x, 1; 0, 1, x])', (x) => 3 * x * x - 3, [-2, 4]],
    ['trace(inv([x, 1; 0, 2]))', (x) => -1 / (x * x), [-2, 4]],
    ['std([x, 0, 0])', (x) => Math.sign(x) / Math.sqrt(3), [-2, 4]],
    // Component by component, with one array or two.
    ['sum(atan2([x, 2], [1; x]))', (x) => 1 / (1 + x * x) - 2 / (x * x + 4), [3]],
    [
      'sum(mod([x, 2], 5)) + sum(mod(7, [x, 2 * x]))',
      (x) => 1 - Math.floor(7 / x) - 2 * Math.floor(3.5 / x),
      [1.3],
    ],
    ['sum(nthRoot([x; -x; 1], 3)) + sum(nthRoot([x, 4], 2))', (x) => 0.5 / Math.sqrt(x), [2]],
    ['sum(erf([x, 1]))', (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), [-1.5]],
    ['sum(tanh([x, 1]) + abs([-x, 1]))', (x) => sech2(x) + Math.sign(x), [-1.5, 2]],
    ['3', () => 0, [1]],
  ];
  for (const [cost, expected, points] of closed)
    it(`differentiates ${cost}`, async () => {
      for (const x of points) {
        const found = await slope(cost, x);
        assert.ok(near(found, expected(x), rounding), `at ${x}: ${found}, not ${expected(x)}`);
      }
    });

  it('has the error ε² of a complex step where ε is large', async () => {
    for (const [cost, third] of [
      ['exp(x)', Math.E],
      ['log(x)', 2],
      ['x ^ 4', 24],
      ['sinh(x)', Math.cosh(1)],
      ['erf(x)', (4 / Math.sqrt(Math.PI)) * Math.exp(-1)],
    ] as const) {
      // Im f(x + iε)/ε = f′ − ε² f‴/6 + …
      const error = (await slope(cost, 1, 1e-3)) - (await slope(cost, 1));
      assert.ok(near(error, -1e-6 * (third / 6), 1e-4), `${cost}: ${error}`);
    }
  });

  it('is the symbolic derivative, to rounding', async () => {
    const text = `parameters: {w: 0.5, b: -0.25, s: 1.75}
let:
  sigmoid(z): 1 ./ (1 + exp(-z))
  x: 3
  a: sigmoid(w * x + b)
cost: log(a) ^ 2 + s ^ 3 * sinh(w) - sqrt(s) * cos(b * w)
gradients: {w: 1, b: 1, s: 1}
`;
    const [session] = await bindText(text, ['w', 'b', 's']);
    const { symbolic } = await session.trace();
    assert.equal(symbolic?.length, 3);
    for (const [tensor, { value, tensor: name }] of symbolic.entries()) {
      const [found] = await complexGradient(session, tensor, 1);
      assert.ok(near(found!, Number(value), rounding), `${name}: ${found}, not ${value}`);
    }
  });

  it('moves each component of a matrix, and leaves all as they are', async () => {
    const [session] = await bindText(
      'parameters: {W: [[1, -2, 3], [4, 5, -6]]}\nlet: {f(x): x ^ 3}\ncost: sum(map(W, f))\ngradients: {W: 3 * W .^ 2}\n',
      ['W'],
    );
    const costs = () => session.costs({ points: [[]] });
    const before = await costs();
    const found = await complexGradient(session, 0, 6);
    [1, -2, 3, 4, 5, -6].forEach((x, i) => assert.ok(near(found[i]!, 3 * x * x, rounding)));
    assert.deepEqual(await costs(), before);
  });

  it('agrees with the gradients of a network to rounding', async () => {
    const names = ['W1', 'b1', 'W2', 'b2'];
    const session = new Session();
    const { tensors } = await bindContract(session, readRequest(examples, 'two-layer.gradient.yaml'), names);
    for (const [tensor, { shape }] of tensors.entries()) {
      const count = shape.reduce((product, length) => product * length, 1);
      const { values } = await session.values({ kind: 'gradient', tensor, start: 0, count });
      const computed = decodeBlock(values);
      const found = await complexGradient(session, tensor, count);
      const scale = Math.max(...computed.map(Math.abs));
      found.forEach((value, i) => assert.ok(Math.abs(value - computed[i]!) <= rounding * scale));
    }
  });

  it('takes the parameters where they are moved to', async () => {
    const [session] = await bindText('parameters: {x: 2}\ncost: x ^ 2\ngradients: {x: 2 * x}\n', ['x']);
    await session.move({ point: [{ direction: { kind: 'component', tensor: 0, index: 0 }, step: 3 }] });
    assert.ok(near((await complexGradient(session, 0, 1))[0]!, 10, rounding));
  });

  it('draws the random numbers of the real cost', async () => {
    const session = new Session();
    const text = 'parameters: {x: 2}\ncost: x * random()\ngradients: {x: 1}\n';
    await session.load(loadRequest('/models/model.gradient.yaml', text));
    await session.run(setup);
    const { costs } = await session.bind(contractPlan(['x'], 7));
    const [cost] = decodeBlock(costs);
    for (const _ of [1, 2]) assert.ok(near((await complexGradient(session, 0, 1))[0]!, cost! / 2, rounding));
  });

  it('is NaN where the cost has no real value', async () => {
    for (const cost of ['log(x)', 'sqrt(x)', 'x ^ 0.5', 'acosh(x)', 'lgamma(x)'])
      assert.ok(Number.isNaN(await slope(cost, -2)), cost);
  });

  const refused: readonly (readonly [cost: string, name: string, line: number])[] = [
    ['factorial(x)', 'factorial', 5],
    ['distance([x, 1], [2, 3])', 'distance', 5],
    ['norm([x, 1; 2, 3])', 'norm', 5],
    ['sum(range(0, x))', 'range', 5],
    ['f(x)', 'factorial', 3],
    ['g(x)', 'factorial', 3],
  ];
  for (const [cost, name, line] of refused)
    it(`is refused at ${cost}, by the name and the line of the function`, async () => {
      const text = `parameters: {x: 3}\nlet:\n  f(z): factorial(z)\n  g(z): f(z) * 2\ncost: ${JSON.stringify(cost)}\ngradients: {x: 1}\n`;
      const [session] = await bindText(text, ['x']);
      await assert.rejects(complexGradient(session, 0, 1), (error) => {
        assert.ok(error instanceof HostError);
        assert.deepEqual(
          [error.failure.kind, error.failure.message, error.failure.line],
          ['not-complex', `${name} has no rule for complex numbers`, line],
        );
        return true;
      });
      assert.equal((await session.costs({ points: [[]] })).costs.length > 0, true);
    });
});

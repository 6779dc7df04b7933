import assert from 'node:assert/strict';
import { zeroingsAround, type TargetPart } from '../../../src/source/zeroings';

const written = (parts: readonly TargetPart[]) =>
  parts
    .map((part) => ('name' in part ? `.${part.name}` : `[${part.subscript}]`))
    .join('')
    .slice(1);
const inPython = (...body: string[]) =>
  zeroingsAround(['def backward(grads):', ...body.map((line) => `    ${line}`), ''].join('\n'), 'python', 2);
const targets = (...body: string[]) => inPython(...body).map(({ target }) => written(target));

describe('gradients that are set to zero on purpose', () => {
  for (const [statement, target] of [
    ['dE[0] = 0', 'dE[0]'],
    ['dE[PAD, :] = 0.0', 'dE[PAD,:]'],
    ['dE[0] = np.zeros(3)', 'dE[0]'],
    ['dE *= 0', 'dE'],
    ['dE = 0 * dE', 'dE'],
    ['dE = dE * 0.', 'dE'],
    ['dE.fill(0)', 'dE'],
    ['dE[1].zero_()', 'dE[1]'],
    ['dE = np.zeros_like(dE)', 'dE'],
  ] as const)
    it(`are: ${statement}`, () =>
      assert.deepEqual(targets('dE = h.T @ d', statement, 'return dE'), [target]));

  for (const [what, ...body] of [
    ['an accumulator', 'dE = np.zeros_like(E)', 'np.add.at(dE, t, d)'],
    ['an accumulator that nothing fills', 'dE = np.zeros_like(E)', 'return dE'],
    ['a sum that starts from zeros', 'dE = f(x)', 'dE = np.zeros_like(E) + f(y)'],
    ['what is filled later', 'dE = f(x)', 'dE[:] = 0', 'dE += g(x)'],
    ['what is filled in a later loop', 'dE = f(x)', 'dE[:] = 0', 'for i in t:\n        dE[i] += g(i)'],
    ['a buffer that is cleared first', 'self.dE.fill(0)', 'return self.dE'],
    ['what a condition decides', 'dE = f(x)', 'if frozen:\n        dE[0] = 0'],
    ['what is set in a loop', 'dE = f(x)', 'for i in pads:\n        dE[i] = 0'],
    ['another number', 'dE = f(x)', 'dE[0] = 0.5'],
    ['a comparison', 'dE = f(x)', 'dE[0] == 0'],
  ] as const)
    it(`are not: ${what}`, () => assert.deepEqual(targets(...body), []));

  it('are found in a function that is given them, at their line', () =>
    assert.deepEqual(inPython("grads['W1'][:] = 0"), [
      { target: [{ name: 'grads' }, { name: 'W1' }, { subscript: ':' }], line: 2 },
    ]));

  it('are found in TypeScript', () => {
    const text = 'function backward() {\n  const dE = f(x);\n  dE[0].fill(0);\n  return dE;\n}\n';
    assert.deepEqual(zeroingsAround(text, 'typescript', 2), [
      { target: [{ name: 'dE' }, { subscript: '0' }], line: 3 },
    ]);
  });
});

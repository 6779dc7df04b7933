import assert from 'node:assert/strict';
import { withoutEpsilons } from '../../../src/source/epsilons';

describe('numbers that are added inside a logarithm', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['np.log(p + 1e-8)', 'np.log(p + 1e-300)'],
    ['np.log(1 - p + 1e-8)', 'np.log(1 - p + 1e-300)'],
    ['np.log(eps + p[i])', 'np.log(1e-300 + p[i])'],
    ['math.log(f(x)+0.0001)', 'math.log(f(x)+1e-300)'],
    ['Math.log(p + Number.EPSILON)', 'Math.log(p + 1e-300)'],
    ['torch.log(p + self.epsilon)', 'torch.log(p + 1e-300)'],
    ['np.log(p + np.finfo(float).eps)', 'np.log(p + 1e-300)'],
  ];
  for (const [text, expected] of cases)
    it(`goes: ${text}`, () =>
      assert.equal(withoutEpsilons(`a\nb = ${text}\n`)?.text, `a\nb = ${expected}\n`));

  for (const text of [
    'np.log(1 + x)',
    'np.log(p) + 1e-8',
    'np.log(p + steps)',
    'np.log(p + 1e-300)',
    'np.log(p + 1',
  ])
    it(`stays: ${text}`, () => assert.equal(withoutEpsilons(text), null));

  it('tells the line of the first', () =>
    assert.equal(withoutEpsilons('\nlog(x)\ny = 1e-8 + log(x + 1e-9)\nlog(x + 1e-9)')?.line, 3));
});

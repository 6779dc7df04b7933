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

  for (const [text, expected] of [
    ['p = np.clip(p, 1e-7, 1 - 1e-7)', 'p = np.clip(p, 1e-300, 1 - 1e-16)'],
    ['p = p.clip(1e-7, 1 - 1e-7)', 'p = p.clip(1e-300, 1 - 1e-16)'],
    ['p = np.clip(f(x, 1), a_min=1e-9, a_max=0.9999)', 'p = np.clip(f(x, 1), a_min=1e-300, a_max=1 - 1e-16)'],
    ['p = torch.clamp(p, min=self.eps)', 'p = torch.clamp(p, min=1e-300)'],
    ['q = np.clip(q, 1e-12, None)', 'q = np.clip(q, 1e-300, None)'],
    ['p = np.maximum(p, 1e-8)', 'p = np.maximum(p, 1e-300)'],
    ['q = Math.min(1 - 1e-6, Math.max(1e-6, q))', 'q = Math.min(1 - 1e-16, Math.max(1e-300, q))'],
    ['q = np.maximum(np.minimum(q, 0.999), 1e-3)', 'q = np.maximum(np.minimum(q, 1 - 1e-16), 1e-300)'],
    ['p = exp(z) / s + 1e-8', 'p = exp(z) / s + 1e-300'],
    ['p += 1e-8', 'p += 1e-300'],
    ['small = 10 ** -8; q = log(p + small)', 'small = 10 ** -8; q = log(p + 1e-300)'],
    ['def f(p, delta=1e-6): return log(p + delta)', 'def f(p, delta=1e-6): return log(p + 1e-300)'],
  ] as const)
    it(`goes before one, or by another name: ${text}`, () =>
      assert.equal(withoutEpsilons(`${text}\nJ = log(p)`)?.text, `${expected}\nJ = log(p)`));

  for (const text of [
    'g = np.clip(g, -1, 1)',
    'a = np.maximum(0.01 * z, z)',
    'a = np.maximum(z, 1e-3)',
    'p = (x - m) / np.sqrt(v + 1e-5)',
    'p = p + 1e-3 * q',
    'b = 0.01; log(p + b)',
    'alpha = 0.5; log(p + alpha)',
  ])
    it(`stays beside one: ${text}`, () => assert.equal(withoutEpsilons(`${text}\nJ = log(p)`), null));

  it('tells bounds from what is added, and their line', () => {
    const found = withoutEpsilons('\np = np.clip(p, 1e-7, 1 - 1e-7)\nJ = np.log(p + 1e-9)');
    assert.deepEqual([found?.kind, found?.line], ['bound', 2]);
  });

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

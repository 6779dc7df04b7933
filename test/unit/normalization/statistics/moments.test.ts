import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Generator } from '../../../../src/core/random';
import { exactMoments } from './exact';
import { gathered, statisticsOf } from './tables';

const bar = 1e-12;

function assertClose(actual: number, expected: number, tolerance: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= tolerance * Math.abs(expected), `${what}: ${actual}, not ${expected}`);
}

/** Mean, variance and kurtosis of the values in order, cut into blocks, and merged of two parts. */
function assertMoments(values: readonly number[], cut: number): void {
  const expected = exactMoments(values);
  const merged = gathered([values.slice(0, cut)]);
  merged.merge(gathered([values.slice(cut)]));
  for (const { mean, variance, kurtosis } of [statisticsOf([values]), merged.finish()]) {
    assertClose(mean[0]!, expected.mean, bar, 'mean');
    assertClose(variance[0]!, expected.variance, bar, 'variance');
    if (expected.variance > 0) assertClose(kurtosis[0]!, expected.kurtosis, 1e-10, 'kurtosis');
  }
}

describe('moments of a split', () => {
  const random = new Generator(11);
  const draw = (count: number, make: () => number): readonly number[] => Array.from({ length: count }, make);
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['a normal distribution at 3', draw(5000, () => 3 + random.normal())],
    ['a mean of 1e9 and a variance of 1', draw(5000, () => 1e9 + random.normal())],
    ['a mean of −1e9 and a variance of 1', draw(2500, () => -1e9 + random.normal())],
    ['a mean that drifts', draw(5000, () => random.normal()).map((value, i) => 1e6 + i + value)],
    ['sorted values', draw(4000, () => 5 + random.uniform()).toSorted((a, b) => a - b)],
    ['values of nine sizes', draw(3000, () => 10 ** (9 * random.uniform()))],
    ['an outlier first', [1e16, ...draw(3000, () => 0.7 + 0.01 * random.uniform())]],
    ['an outlier last', [...draw(3000, () => 0.7 + 0.01 * random.uniform()), 1e16]],
    ['bytes', draw(4000, () => random.whole(256))],
    ['two values', [1, 2]],
    ['sixth powers that overflow', draw(2000, () => 1e70 * (1 + random.uniform()))],
    ['squares that nearly overflow', draw(2000, () => 1e153 * (1 + random.uniform()))],
    ['fourth powers that vanish', draw(2000, () => 1e-100 * (1 + random.uniform()))],
    [
      'sizes that grow',
      draw(3000, () => 1 + random.uniform()).map((value, i) => value * 10 ** (i / 22 - 120)),
    ],
  ];
  for (const [name, values] of cases)
    it(`equal exact ones to 1e-12: ${name}`, () => assertMoments(values, Math.floor(values.length / 3)));

  it('of any values, however they are cut', () => {
    const value = fc.oneof(
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 1e9, max: 1e9 + 10, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat(), (values, cut) => {
        if (new Set(values).size > 1) assertMoments(values, cut % (values.length + 1));
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('means of values near the largest number, whose variance is too large for one', () => {
    const { mean, variance, kurtosis } = statisticsOf([
      [1.5e308, 1.7e308],
      [-1.7e308, 1.7e308],
    ]);
    assertClose(mean[0]!, 1.6e308, bar, 'mean');
    assert.equal(mean[1], 0);
    assert.deepEqual([...variance], [Infinity, Infinity]);
    assert.deepEqual([...kurtosis], [1, 1]);
  });

  it('means of subnormal values, whose variance is too small for one', () => {
    const least = Number.MIN_VALUE;
    const { mean, variance, kurtosis } = statisticsOf([[2 * least, 4 * least, 6 * least]]);
    assert.deepEqual([mean[0], variance[0]], [4 * least, 0]);
    assertClose(kurtosis[0]!, 1.5, bar, 'kurtosis');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { growthOf } from '../../../../src/core/activation/judgement/growthOf';
import { Generator } from '../../../../src/core/random';

const from = (count: number, scale: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => scale(i));
const layers = (count: number, first = 0): number[] => from(count, (i) => i + first);

describe('growthOf', () => {
  it('finds 1.5 and 0.5 per layer to round-off, with equal ends', () => {
    for (const [g, verdict, bad] of [
      [1.5, 'exploding', 12],
      [0.5, 'vanishing', 7],
    ] as const) {
      const growth = growthOf(
        from(151, (l) => 0.7 * g ** l),
        layers(151),
      );
      assert.ok(Math.abs(growth.perLayer - g) < 1e-12);
      assert.ok(growth.interval.every((end) => Math.abs(end - g) < 1e-12));
      assert.ok(Math.abs(growth.total / g ** 150 - 1) < 1e-12);
      assert.equal(growth.law, 'exponential');
      assert.equal(growth.verdict, verdict);
      assert.equal(growth.firstBad, bad);
      assert.equal(growth.increments, 150);
    }
  });

  it('does not care about the unit, and turns round with the direction', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 30 }),
        fc.integer({ min: -200, max: 200 }),
        (logs, unit) => {
          const scales = logs.map((x) => Math.exp(x));
          const growth = growthOf(scales, layers(logs.length, 1));
          const scaled = growthOf(
            scales.map((x) => x * 2 ** unit),
            layers(logs.length, 1),
          );
          assert.ok(Math.abs(scaled.perLayer / growth.perLayer - 1) < 1e-9);
          assert.equal(scaled.verdict, growth.verdict);
          const back = growthOf([...scales].reverse(), layers(logs.length, 1).reverse());
          assert.ok(Math.abs(back.total * growth.total - 1) < 1e-9);
          if (growth.law === 'exponential') {
            assert.ok(Math.abs(back.perLayer * growth.perLayer - 1) < 1e-9);
            assert.ok(Math.abs(back.interval[0] * growth.interval[1] - 1) < 1e-6);
          }
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it('tells a power law with its exponent, forward and backward', () => {
    const count = 40;
    const forward = growthOf(
      from(count, (l) => (l + 1) ** -0.5),
      layers(count),
    );
    assert.equal(forward.law, 'power');
    assert.ok(Math.abs(forward.exponent!.value + 0.5) < 1e-12);
    assert.ok(Math.abs(forward.perLayer - Math.sqrt(39 / 40)) < 1e-12);
    assert.equal(forward.verdict, 'stable');
    const backward = growthOf(
      from(count, (i) => (count - i) ** 2),
      layers(count, 1).reverse(),
    );
    assert.equal(backward.law, 'power');
    assert.ok(Math.abs(backward.exponent!.value - 2) < 1e-12);
    // From layer 2 to layer 1.
    assert.ok(Math.abs(backward.perLayer - 0.25) < 1e-12);
    assert.equal(backward.verdict, 'vanishing');
  });

  it('leaves noise about a constant factor an exponential', () => {
    let power = 0;
    for (let seed = 0; seed < 400; seed++) {
      const generator = new Generator(seed);
      let log = 0;
      const scales = from(20, () => Math.exp((log += -0.02 + 0.2 * generator.normal())));
      if (growthOf(scales, layers(20)).law === 'power') power += 1;
    }
    assert.ok(power <= 8, `${power} of 400`);
  });

  it('counts steps over layers that were not seen as several', () => {
    const seen = [0, 1, 2, 5, 6, 10, 11];
    const growth = growthOf(
      seen.map((l) => 1.5 ** l),
      seen,
    );
    assert.ok(Math.abs(growth.perLayer - 1.5) < 1e-12);
    assert.equal(growth.increments, 6);
  });

  it('ends at the first value that is not finite, and vanishes at a zero', () => {
    for (const end of [NaN, Infinity]) {
      const growth = growthOf([1, 2, 4, 8, 16, end, 1, 1], layers(8));
      assert.ok(Math.abs(growth.perLayer - 2) < 1e-12);
      assert.equal(growth.increments, 4);
      assert.equal(growth.total, 16);
    }
    const zero = growthOf([1, 1, 0, 0], layers(4));
    assert.deepEqual([zero.verdict, zero.firstBad, zero.zeroFrom, zero.total], ['vanishing', 2, 2, 0]);
    const late = growthOf([1, 1e-3, 1e-6, 0], [1, 2, 3, 4]);
    assert.deepEqual([late.firstBad, late.zeroFrom], [2, 4]);
    assert.equal(growthOf([0, 0, 0], layers(3)).verdict, 'unknown');
    assert.equal(growthOf([0, 1, 1.01, 0.99, 1.02], layers(5)).verdict, 'stable');
  });

  it('says nothing of two steps, but for a change beyond the factor', () => {
    for (const scales of [[], [1], [1, 50], [1, 3, 90]])
      assert.equal(growthOf(scales, layers(scales.length)).verdict, 'unknown');
    assert.equal(growthOf([1, 30, 900], layers(3)).verdict, 'exploding');
    assert.equal(growthOf([1, 30, 900], layers(3), 1000).verdict, 'unknown');
    assert.ok(Number.isNaN(growthOf([1], layers(1)).perLayer));
  });

  it('takes one jump for no growth', () => {
    const growth = growthOf([1, 1.01, 0.98, 500, 510, 490, 505], layers(7));
    assert.deepEqual([growth.verdict, growth.firstBad], ['unknown', 3]);
  });

  it('covers the growth of normal increments in 95% of cases', () => {
    for (const n of [3, 5, 10, 40]) {
      let covered = 0;
      for (let seed = 0; seed < 1000; seed++) {
        const generator = new Generator(1000 * n + seed);
        let log = 0;
        const scales = [1, ...from(n, () => Math.exp((log += 0.1 + 0.3 * generator.normal())))];
        const { interval, law } = growthOf(scales, layers(n + 1));
        if (law === 'power') continue;
        if (interval[0] <= Math.exp(0.1) && interval[1] >= Math.exp(0.1)) covered += 1;
      }
      // Three standard errors about 950.
      assert.ok(covered >= 925 && covered <= 975, `${n}: ${covered} of 1000`);
    }
  });
});

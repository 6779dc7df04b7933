import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scaleEdges } from '../../../../src/core/activation/edges';
import { statisticsOf } from '../../../../src/core/activation/laboratory/arrayStatistics';
import { multiply } from '../../../../src/core/activation/laboratory/product';

const edges = scaleEdges();

describe('Statistics of an array', () => {
  it('agree with numbers worked out by hand', () => {
    const statistics = statisticsOf(Float64Array.of(0, 0, 0, 1, -3, 4), [2, 3], edges);
    assert.deepEqual(
      { ...statistics, percentiles: [], histogram: [], rms: 0, deviation: 0, mean: 0 },
      {
        ...{ count: 6, nan: 0, infinite: 0, zeros: 3, mean: 0, rms: 0, deviation: 0, least: -3, greatest: 4 },
        ...{ zeroSlices: [1, 0], percentiles: [], sampled: 6, histogram: [] },
      },
    );
    assert.ok(Math.abs(statistics.mean - 1 / 3) < 1e-15);
    assert.ok(Math.abs(statistics.rms - Math.sqrt(26 / 6)) < 1e-15);
    assert.ok(Math.abs(statistics.deviation - Math.sqrt(26 / 6 - 1 / 9)) < 1e-15);
    // Sorted −3 0 0 0 1 4: the median is between the third and the fourth.
    assert.equal(statistics.percentiles[3], 0);
    assert.ok(Math.abs(statistics.percentiles[0]! - (-3 + 3 * 0.0668 * 5)) < 1e-15);
  });

  it('leave out what is not finite, and say so when nothing is left', () => {
    const some = statisticsOf(Float64Array.of(NaN, Infinity, -Infinity, 2), [4], edges);
    assert.deepEqual([some.nan, some.infinite, some.rms, some.mean, some.deviation], [1, 2, 2, 2, 0]);
    const none = statisticsOf(Float64Array.of(NaN, Infinity), [2], edges);
    assert.ok([none.mean, none.rms, none.deviation, none.least, ...none.percentiles].every(Number.isNaN));
    assert.deepEqual(none.histogram, []);
  });

  it('scale with the numbers, near both ends of what a double holds', () => {
    const small = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i));
    const one = statisticsOf(small, [300], edges);
    for (const exponent of [-1000, -600, 0, 600, 1022]) {
      const factor = 2 ** exponent;
      const other = statisticsOf(
        small.map((x) => x * factor),
        [300],
        edges,
      );
      for (const name of ['mean', 'rms', 'deviation', 'least', 'greatest'] as const) {
        assert.ok(Math.abs(other[name] / factor / one[name] - 1) < 1e-10, `${name} at 2^${exponent}`);
      }
    }
  });

  it('count every value into the bin it belongs to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { minLength: 1 }),
        (values) => {
          const { histogram } = statisticsOf(Float64Array.from(values), [values.length], edges);
          const counts = new Map<number, number>();
          for (const x of values) {
            const bin = edges.filter((edge) => edge <= x).length;
            counts.set(bin, (counts.get(bin) ?? 0) + 1);
          }
          assert.deepEqual(new Map(histogram.map(({ bin, count }) => [bin, count])), counts);
        },
      ),
    );
  });

  it('take percentiles of a large array from some of it', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const { sampled, percentiles } = statisticsOf(values, [100_000], edges);
    assert.equal(sampled, 10_000);
    assert.ok(Math.abs(percentiles[3]! - 50_000) < 20);
  });
});

describe('Product of matrices', () => {
  it('is the sum over rows and columns, for any sizes', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 7 }), fc.boolean());
    fc.assert(
      fc.property(sizes, ([n, m, transposed]) => {
        const w = Float64Array.from({ length: n * n }, (_, i) => (i * 7) % 13);
        const b = Float64Array.from({ length: n * m }, (_, i) => ((i * 5) % 11) - 5);
        const c = new Float64Array(n * m).fill(NaN);
        multiply({ values: w, transposed }, b, c, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < m; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += (transposed ? w[k * n + i]! : w[i * n + k]!) * b[k * m + j]!;
            assert.equal(c[i * m + j], sum);
          }
        }
      }),
    );
  });

  it('makes NaN of zero times infinity', () => {
    const c = new Float64Array(2);
    multiply({ values: Float64Array.of(1, 0, 0, 1), transposed: false }, Float64Array.of(Infinity, 1), c, 2);
    assert.deepEqual([...c], [Infinity, NaN]);
  });
});

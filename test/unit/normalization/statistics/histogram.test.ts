import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SplitStatistics } from '../../../../src/core/normalization/splitStatistics';
import { Generator } from '../../../../src/core/random';
import { binsOf, gathered, statisticsOf } from './tables';

/** Every bin holds as many values as its bounds say, and the bins reach from the smallest to the largest value. */
function assertBins(statistics: SplitStatistics, values: readonly number[]): void {
  const { from, width, bins } = statistics.histogram;
  const [start, step] = [from[0]!, width[0]!];
  const expected = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = step === 0 ? 0 : Math.floor(value / step - start / step);
    expected[bin]! += 1;
  }
  assert.deepEqual(binsOf(statistics), expected);
}

describe('histograms of a split', () => {
  const random = new Generator(2);

  it('count what lies in their bins, of any whole values however they are cut and merged', () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -1e9, max: 1e9 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.nat(), (values, seed) => {
        const cut = seed % (values.length + 1);
        const merged = gathered([values.slice(0, cut)]);
        merged.merge(gathered([values.slice(cut)]));
        assertBins(statisticsOf([values]), values);
        assertBins(merged.finish(), values);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('have at least half of their bins within the range of the values', () => {
    for (let spread = 1; spread < 1000; spread *= 1.07) {
      const values = Array.from({ length: 4000 }, () => spread * random.uniform());
      const { histogram } = statisticsOf([values]);
      assert.ok(histogram.width[0]! * 12 <= spread, `${histogram.width[0]} for a range of ${spread}`);
      assertBins(statisticsOf([values]), values);
    }
  });

  it('grow with their range: an outlier far away comes last', () => {
    const values = [...Array.from({ length: 3000 }, () => random.uniform()), 1e300];
    const counts = binsOf(statisticsOf([values]));
    assert.equal(counts[0], 3000);
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      3001,
    );
  });

  it('of a constant is one bin without width', () => {
    const { histogram } = statisticsOf([[7, 7, 7]]);
    assert.deepEqual([histogram.from[0], histogram.width[0], histogram.counts[0]], [7, 0, 3]);
  });

  it('of no finite value is empty', () => {
    const statistics = statisticsOf([[NaN, Infinity]]);
    assert.ok(Number.isNaN(statistics.histogram.from[0]));
    assert.ok(binsOf(statistics).every((count) => count === 0));
  });

  it('lose nothing to a neighbour at any sizes of the values', () => {
    const sizes = [0, 1e-323, 1e-308, 1e-300, 1e-9, 1, 1e9, 1e300, 1.79e308];
    const value = fc
      .tuple(fc.constantFrom(...sizes), fc.constantFrom(-1, 1))
      .map(([size, sign]) => size * sign);
    const column = fc.array(value, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 0, max: 4 }),
        (table, cut) => {
          const merged = gathered(table.map((values) => values.slice(0, cut)));
          merged.merge(gathered(table.map((values) => values.slice(cut))));
          const statistics = merged.finish();
          for (let feature = 0; feature < 3; feature++) {
            assert.equal(
              binsOf(statistics, feature).reduce((a, b) => a + b, 0),
              4,
            );
            assert.ok(statistics.histogram.from[feature]! <= Math.min(...table[feature]!));
            assert.ok(Number.isFinite(statistics.histogram.from[feature]));
          }
        },
      ),
      { numRuns: 500, seed: 6 },
    );
  });
});

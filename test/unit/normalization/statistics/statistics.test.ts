import assert from 'node:assert/strict';
import fc from 'fast-check';
import { constancies } from '../../../../src/core/normalization/splitStatistics';
import { createStatistics } from '../../../../src/core/normalization/statistics/statistics';
import { Generator } from '../../../../src/core/random';
import { blockOf, gathered, statisticsOf } from './tables';

const value = fc.oneof(
  { weight: 5, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 5, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
);
const table = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 40 }))
  .chain(([features, examples]) =>
    fc.array(fc.array(value, { minLength: examples, maxLength: examples }), {
      minLength: features,
      maxLength: features,
    }),
  );
const cuts = fc.array(fc.nat(), { maxLength: 6 });

function constancyOf(values: readonly number[], unitRoundoff?: number): string {
  const statistics = createStatistics(1, unitRoundoff === undefined ? {} : { unitRoundoff });
  statistics.add(blockOf([values], 0, values.length, 'features'));
  return constancies[statistics.finish().constancy[0]!]!;
}

describe('statistics of a split', () => {
  it('are the same however the table is cut, and in both layouts', () => {
    fc.assert(
      fc.property(table, cuts, (columns, at) => {
        const within = at.map((cut) => cut % (columns[0]!.length + 1));
        const whole = statisticsOf(columns);
        assert.deepEqual(gathered(columns, within, 'examples').finish(), whole);
        assert.deepEqual(gathered(columns, within, 'features').finish(), whole);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('are the same of long tables, in blocks of one example and of many', () => {
    const random = new Generator(8);
    const long = [0, 1, 2].map(() => Array.from({ length: 5000 }, () => random.normal()));
    const each = Array.from({ length: 4999 }, (_, i) => i + 1);
    assert.deepEqual(gathered(long, each).finish(), gathered(long, [1700, 3000], 'features').finish());
  });

  it('merged in any grouping count alike', () => {
    fc.assert(
      fc.property(table, cuts, (columns, at) => {
        const examples = columns[0]!.length;
        const [low, high] = at.map((cut) => cut % (examples + 1)).sort((a, b) => a - b);
        const parts = (): ReturnType<typeof gathered>[] =>
          [
            [0, low ?? 0],
            [low ?? 0, high ?? examples],
            [high ?? examples, examples],
          ].map(([from, to]) => gathered(columns.map((column) => column.slice(from, to))));
        const [a, b, c] = parts();
        a!.merge(b!);
        a!.merge(c!);
        const [d, e, f] = parts();
        e!.merge(f!);
        d!.merge(e!);
        const whole = statisticsOf(columns);
        for (const merged of [a!.finish(), d!.finish()])
          for (const key of [
            'examples',
            'count',
            'missing',
            'infinite',
            'minimum',
            'maximum',
            'whole',
          ] as const)
            assert.deepEqual(merged[key], whole[key], key);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('leave out and count what is missing or infinite', () => {
    const { examples, count, missing, infinite, mean, minimum, maximum } = statisticsOf([
      [1, NaN, 3, Infinity, -Infinity, NaN],
    ]);
    assert.deepEqual([examples, count[0], missing[0], infinite[0]], [6, 2, 2, 2]);
    assert.deepEqual([mean[0], minimum[0], maximum[0]], [2, 1, 3]);
  });

  it('of nothing but missing values are NaN', () => {
    const { count, mean, variance, kurtosis, minimum, whole, constancy } = statisticsOf([[NaN, NaN]]);
    assert.equal(count[0], 0);
    for (const values of [mean, variance, kurtosis, minimum]) assert.ok(Number.isNaN(values[0]));
    assert.equal(whole[0], 0);
    assert.equal(constancies[constancy[0]!], 'empty');
  });

  it('of one example', () => {
    const { mean, variance, kurtosis, minimum, maximum, constancy } = statisticsOf([[0.1]]);
    assert.deepEqual([mean[0], variance[0], minimum[0], maximum[0]], [0.1, 0, 0.1, 0.1]);
    assert.ok(Number.isNaN(kurtosis[0]));
    assert.equal(constancies[constancy[0]!], 'constant');
  });

  it('of no features, and of no examples', () => {
    assert.equal(createStatistics(0).finish().features, 0);
    assert.equal(createStatistics(3).finish().examples, 0);
    assert.deepEqual([...createStatistics(2).finish().count], [0, 0]);
  });

  it('tell whole numbers', () => {
    const { whole } = statisticsOf([
      [1, -2, 3e15],
      [1, 2.5, 3],
      [NaN, 4, Infinity],
    ]);
    assert.deepEqual([...whole], [1, 0, 1]);
  });

  it('tell what varies from a constant that was rounded', () => {
    const single = 2 ** -24;
    assert.equal(constancyOf([0.1 + 0.2, 0.3, 0.3]), 'near-constant');
    assert.equal(constancyOf([1, 1 + 1e-12, 1]), 'varying');
    assert.equal(constancyOf([1, 1 + 1e-7], single), 'near-constant');
    assert.equal(constancyOf([1000, 1000.2], single), 'varying');
    assert.equal(constancyOf(Array.from({ length: 5000 }, (_, i) => 1e9 + (i % 2))), 'varying');
    assert.equal(constancyOf([-1.7e308, 1.7e308]), 'varying');
    assert.equal(constancyOf([1e-200, 2e-200]), 'varying');
  });

  it('take part in nothing once they are finished', () => {
    const finished = gathered([[1, 2]]);
    const result = finished.finish();
    assert.equal(finished.finish(), result);
    assert.throws(() => finished.add(blockOf([[3]], 0, 1, 'examples')), /finished/);
    assert.throws(() => gathered([[1]]).merge(finished), /finished/);
    assert.throws(() => gathered([[1]]).merge(gathered([[1], [2]])), /other features/);
  });
});

import assert from 'node:assert/strict';
import { quantileLevels } from '../../../../src/core/normalization/splitStatistics';
import { Generator } from '../../../../src/core/random';
import { gathered, statisticsOf } from './tables';

const bar = 0.005;
const random = new Generator(5);

function drawn(count: number, make: (i: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => make(i));
}

/** How far a value's share of smaller or equal values is from a level: 0 anywhere within ties. */
function rankError(sorted: Float64Array, value: number, level: number): number {
  const below = sorted.findIndex((one) => one >= value);
  const upTo = sorted.findLastIndex((one) => one <= value) + 1;
  const first = below === -1 ? sorted.length : below;
  return Math.max(first / sorted.length - level, level - upTo / sorted.length, 0);
}

function assertRanks(values: Float64Array, quantiles: Float64Array): void {
  const sorted = values.slice().sort();
  quantileLevels.forEach((level, at) => {
    const error = rankError(sorted, quantiles[at]!, level);
    assert.ok(error <= bar, `the quantile of ${level} is ${quantiles[at]}, off by ${error} in rank`);
  });
}

/** Always the value in the middle of the largest gap, or at an end: what a summary knows least about. */
function outwards(count: number): Float64Array {
  return drawn(count, (i) => (i % 2 === 0 ? i : -i));
}

describe('quantiles of a split', () => {
  const normal = drawn(40_000, () => random.normal());
  const orders: readonly (readonly [string, Float64Array])[] = [
    ['random', normal],
    ['ascending', normal.slice().sort()],
    ['descending', normal.slice().sort().reverse()],
    ['alternating from both ends', outwards(30_000)],
    ['towards the middle', outwards(30_000).reverse()],
    ['a sawtooth as long as a run', drawn(50_000, (i) => (i % 1024) + i * 1e-9)],
    ['pairs that differ little', drawn(32_768, (i) => Math.floor(i / 2) + (i % 2) * 1e-7)],
    ['bytes with many zeros', drawn(40_000, () => Math.max(0, random.whole(512) - 256))],
    ['two values', drawn(30_000, (i) => i % 3)],
    ['very uneven', drawn(30_000, () => Math.exp(40 * random.normal()))],
    ['outliers', drawn(30_000, (i) => (i % 1000 === 0 ? 1e300 : random.normal()))],
    ['one more than a run', drawn(1025, () => random.uniform())],
  ];
  for (const [name, values] of orders)
    it(`are within 0.5% in rank: ${name}`, () => assertRanks(values, statisticsOf([values]).quantiles));

  it('are within 0.5% in rank of all of 300 features', () => {
    const table = Array.from({ length: 300 }, () => drawn(8192, () => random.normal()));
    const { quantiles } = statisticsOf(table);
    const levels = quantileLevels.length;
    table.forEach((values, feature) =>
      assertRanks(values, quantiles.subarray(feature * levels, (feature + 1) * levels)),
    );
  });

  it('are within 0.5% in rank of many parts that were merged', () => {
    const sorted = normal.slice().sort();
    const merged = gathered([[]]);
    for (let from = 0, size = 1; from < sorted.length; from += size, size = (size * 3) % 4001)
      merged.merge(gathered([sorted.subarray(from, from + size)]));
    assertRanks(sorted, merged.finish().quantiles);
  });

  it('are exact of few values, and lie between two where the level does', () => {
    const values = drawn(101, (i) => (i * 37) % 101);
    assert.deepEqual([...statisticsOf([values]).quantiles], [1, 5, 25, 50, 75, 95, 99]);
    assert.equal(statisticsOf([[1, 2]]).quantiles[3], 1.5);
  });

  it('are NaN of no values', () => {
    assert.deepEqual(
      [...statisticsOf([[NaN]]).quantiles],
      quantileLevels.map(() => NaN),
    );
  });
});

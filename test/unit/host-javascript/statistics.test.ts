import assert from 'node:assert/strict';
import fc from 'fast-check';
import { basisPoints } from '../../../src/core/activation/record';
import { scaleEdges } from '../../../src/core/activation/edges';
import { statisticsOf } from '../../../src/host-javascript/observe/statistics';
import { near } from './support';

const edges = scaleEdges();
const isFinite = Number.isFinite;

/** Arrays of one to three axes that hold any numbers, zeros often. */
const arrays = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const count = shape.reduce((product, length) => product * length, 1);
  const number = fc.oneof(fc.constant(0), fc.double({ min: -9, max: 9, noNaN: true }), fc.double());
  return fc.record({
    shape: fc.constant(shape),
    values: fc.array(number, { minLength: count, maxLength: count }),
  });
});

describe('statistics of an array in the JavaScript host', () => {
  it('counts are those of a plain count', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const found = statisticsOf(Float64Array.from(values), shape, edges);
        assert.equal(found.count, values.length);
        assert.equal(found.nan, values.filter(Number.isNaN).length);
        assert.equal(found.infinite, values.filter((x) => Math.abs(x) === Infinity).length);
        assert.equal(found.zeros, values.filter((x) => x === 0).length);
        const finite = values.filter(isFinite);
        assert.equal(found.least, finite.length === 0 ? NaN : finite.reduce((a, b) => (b < a ? b : a)));
        assert.equal(found.greatest, finite.length === 0 ? NaN : finite.reduce((a, b) => (b > a ? b : a)));
      }),
    );
  });

  it('moments agree with sums of numbers divided by the greatest magnitude', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const found = statisticsOf(Float64Array.from(values), shape, edges);
        const finite = values.filter(isFinite);
        const scale = Math.max(...finite.map(Math.abs)) || 1;
        if (finite.length === 0 || scale < 1e-300) return;
        const scaled = finite.map((x) => x / scale);
        const average = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
        const mean = average(scaled);
        const close = (x: number, y: number) => Math.abs(x / scale - y) < 1e-12;
        assert.ok(close(found.mean, mean));
        assert.ok(close(found.rms, Math.sqrt(average(scaled.map((x) => x * x)))));
        assert.ok(close(found.deviation, Math.sqrt(average(scaled.map((x) => (x - mean) ** 2)))));
      }),
    );
  });

  it('slices of zeros are those found index by index', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const { zeroSlices } = statisticsOf(Float64Array.from(values), shape, edges);
        const expected = shape.map((length, axis) => {
          const inner = shape.slice(axis + 1).reduce((product, one) => product * one, 1);
          return Array.from({ length }, (_, index) =>
            values.every((x, i) => Math.floor(i / inner) % length !== index || x === 0),
          ).filter(Boolean).length;
        });
        assert.deepEqual(zeroSlices, expected);
      }),
    );
  });

  it('the bin of a value holds the edge below it and not the one above', () => {
    fc.assert(
      fc.property(arrays, ({ shape, values }) => {
        const { histogram } = statisticsOf(Float64Array.from(values), shape, edges);
        const expected = new Map<number, number>();
        for (const x of values.filter(isFinite).sort((a, b) => a - b)) {
          const bin = edges.reduce((count, edge) => count + (edge <= x ? 1 : 0), 0);
          expected.set(bin, (expected.get(bin) ?? 0) + 1);
        }
        assert.deepEqual(
          histogram.map(({ bin, count }) => [bin, count]),
          [...expected],
        );
      }),
    );
  });

  it('edges themselves are in the bin above them', () => {
    const { histogram } = statisticsOf(Float64Array.of(-1, 0, 1, 2), [4], Float64Array.of(0, 1));
    assert.deepEqual(histogram, [
      { bin: 0, count: 1 },
      { bin: 1, count: 1 },
      { bin: 2, count: 2 },
    ]);
  });

  it('percentiles of 0, 1, ..., 10000 are their basis points', () => {
    const values = Float64Array.from({ length: 2001 }, (_, i) => 5 * ((i * 7) % 2001));
    const { percentiles, sampled } = statisticsOf(values, [2001], edges);
    assert.equal(sampled, 2001);
    percentiles.forEach((value, i) => assert.ok(near(value, basisPoints[i]!)));
  });

  it('a large array is sampled across all its columns', () => {
    const values = Float64Array.from({ length: 1000 * 1000 }, (_, i) => i % 1000);
    const { sampled, percentiles, histogram } = statisticsOf(values, [1000, 1000], Float64Array.of(500));
    assert.ok(sampled <= 10_000 && sampled > 9_000);
    assert.ok(Math.abs(percentiles[3]! - 499.5) < 5);
    assert.equal(
      histogram.reduce((sum, { count }) => sum + count, 0),
      sampled,
    );
  });

  it('magnitudes at both ends of the range', () => {
    for (const x of [1e200, 1.7e308, 5e-324, 1e-200]) {
      const { mean, rms, deviation } = statisticsOf(Float64Array.of(x, -x), [2], edges);
      assert.deepEqual([mean, rms, deviation], [0, x, x]);
    }
    const { mean, deviation } = statisticsOf(new Float64Array(1000).fill(0.1), [1000], edges);
    assert.deepEqual([mean, deviation], [0.1, 0]);
  });
});

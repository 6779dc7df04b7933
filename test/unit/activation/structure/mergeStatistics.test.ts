import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scaleEdges } from '../../../../src/core/activation/edges';
import { basisPoints } from '../../../../src/core/activation/record';
import { mergeStatistics } from '../../../../src/core/activation/structure/mergeStatistics';
import { Generator } from '../../../../src/core/random';
import { matrix, statisticsOf } from './runs';

const edges = scaleEdges();

describe('statistics of several arrays taken together', () => {
  it('are those of one array that holds them all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 200, max: 400 }), { minLength: 2, maxLength: 4 }),
        fc.constantFrom(1e-30, 1, 1e30),
        fc.integer({ min: 1, max: 1000 }),
        (sizes, scale, seed) => {
          const random = new Generator(seed);
          const parts = sizes.map((size, k) => matrix(size, 1, () => scale * (random.normal() + k)));
          const values = parts.flatMap((part) => [...part.values]);
          const whole = statisticsOf(matrix(values.length, 1, (i) => values[i]!));
          const merged = mergeStatistics(
            parts.map((part) => statisticsOf(part)),
            edges,
          );
          assert.equal(merged.count, whole.count);
          assert.equal(merged.least, whole.least);
          assert.equal(merged.greatest, whole.greatest);
          for (const moment of ['mean', 'rms', 'deviation'] as const)
            assert.ok(Math.abs(merged[moment] - whole[moment]) <= 1e-12 * whole.rms, moment);
          assert.deepEqual(merged.histogram, whole.histogram);
          basisPoints.forEach((_, k) => {
            // The bin that holds the percentile, and one more on each side.
            const bin = edges.findIndex((edge) => whole.percentiles[k]! < edge);
            const [low, high] = [edges[Math.max(0, bin - 2)]!, edges[Math.min(edges.length - 1, bin + 1)]!];
            assert.ok(merged.percentiles[k]! >= low && merged.percentiles[k]! <= high);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('have percentiles in order, and none where nothing is finite', () => {
    const random = new Generator(3);
    const parts = [1, 100].map((scale) => statisticsOf(matrix(300, 1, () => scale * random.normal())));
    const { percentiles } = mergeStatistics(parts, edges);
    assert.ok(percentiles.every((x, k) => k === 0 || x >= percentiles[k - 1]!));
    const lost = statisticsOf(matrix(2, 1, () => NaN));
    assert.ok(mergeStatistics([lost, lost], edges).percentiles.every(Number.isNaN));
  });
});

import assert from 'node:assert/strict';
import { estimateNoise, noiseOf } from '../../../src/core/gradient/noise';
import { normals } from './closedFormModel';

describe('noise of a function', () => {
  it('finds the standard deviation of noise on a smooth function', async () => {
    const normal = normals(3);
    for (const sigma of [1e-12, 1e-9, 1e-6]) {
      const estimates: number[] = [];
      for (let run = 0; run < 40; run++)
        estimates.push(
          await estimateNoise(async (distances) =>
            Float64Array.from(distances, (t) => Math.exp(0.3 + t) + sigma * normal()),
          ),
        );
      estimates.sort((a, b) => a - b);
      const median = estimates[20]!;
      assert.ok(median > sigma / 2 && median < 2 * sigma, `σ ${sigma}, estimated ${median}`);
    }
  });

  it('asks for wider spacing where neighbours are equal, for narrower where the function varies', () => {
    assert.equal(noiseOf([1, 1, 1, 1, 1, 1, 1]).kind, 'widen');
    assert.equal(noiseOf([1, 2, 4, 8, 16, 32, 64]).kind, 'narrow');
  });

  it('is the step of a cost that is rounded', async () => {
    const noise = (round: (J: number) => number) =>
      estimateNoise(async (distances) => Float64Array.from(distances, (t) => round(Math.exp(0.3 + t / 3))));
    assert.ok(Math.abs((await noise((J) => Math.round(J * 1e4) / 1e4)) - 1e-4) < 1e-8);
    // float16 has a step of 2⁻¹⁰ between 1 and 2.
    assert.equal(await noise((J) => Math.round(J * 1024) / 1024), 2 ** -10);
  });

  it('takes a kink beside a plateau for no step', async () => {
    const noise = await estimateNoise(async (distances) =>
      Float64Array.from(distances, (t) => 2 + Math.max(0, t - 0.0025) + Math.max(0, t - 0.0031) ** 2),
    );
    assert.ok(noise < 1e-14);
  });

  it('is never below the rounding of J itself, and NaN where J is', async () => {
    const floor = await estimateNoise(async (distances) => new Float64Array(distances.length).fill(4));
    assert.ok(floor >= 4 * 2 ** -53);
    assert.ok(Number.isNaN(await estimateNoise(async () => new Float64Array(7).fill(NaN))));
  });
});

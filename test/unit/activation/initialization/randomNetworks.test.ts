import assert from 'node:assert/strict';
import { deviationsOf } from '../../../../bench/meanField';

describe('Mean-field map of random networks', () => {
  for (const width of [64, 128, 512]) {
    for (const kind of ['tanh, Xavier', 'ReLU, PyTorch default'] as const) {
      it(`agrees with networks of width ${width}, ${kind}, within the sampling error`, () => {
        // Mean over networks of measured over predicted mean square, layer by layer, and its standard error.
        const { means, errors } = deviationsOf(kind, width, width === 512 ? 3 : 6, width === 512 ? 4 : 12);
        means.forEach((mean, i) => {
          const allowed = 4 * errors[i]! + 2 / width;
          assert.ok(Math.abs(mean - 1) < allowed, `layer ${i + 1}: ${mean} ± ${errors[i]}`);
        });
      });
    }
  }
});

import assert from 'node:assert/strict';
import type { Measured } from '../../../src/core/gradient/assess';
import { underConvention } from '../../../src/core/gradient/convention';

const numerical = [
  [1, -2, 3],
  [0.5, 4, -1, 2],
  [2, 1],
].map((values) => Float64Array.from(values));

/** Input, weight and bias with their gradients times these factors. */
function measured(...factors: number[]): readonly Measured[] {
  return numerical.map((values, tensor) => ({
    tensor,
    chosen: { step: 1e-5, error: 1e-12 },
    obstacle: null,
    numerical: values,
    along: null,
    stepSweep: null,
    coverage: null,
    computed: values.map((value) => value * factors[tensor]!),
  }));
}

const possible = { examples: 5, tensors: [1, 2] };

describe('gradients of a layer that are means over the examples', () => {
  it('are taken for a convention where all parameters share the factor', () => {
    const { measured: judged, convention } = underConvention(measured(1, 1 / 5, 1 / 5), possible);
    assert.deepEqual(convention, { examples: 5, tensors: [1, 2] });
    judged.forEach(({ computed }, i) =>
      computed!.forEach((value, at) => assert.ok(Math.abs(value - numerical[i]![at]!) < 1e-12)),
    );
  });

  it('may share it with the input', () => {
    assert.deepEqual(underConvention(measured(1 / 5, 1 / 5, 1 / 5), possible).convention?.tensors, [0, 1, 2]);
  });

  it('leave a wrong one wrong', () => {
    const { measured: judged, convention } = underConvention(measured(1, 1 / 5, 3), possible);
    assert.deepEqual(convention?.tensors, [1]);
    assert.equal(judged[2]!.computed![0], 6);
  });

  it('are no convention where one parameter has the factor and another has not', () => {
    assert.equal(underConvention(measured(1, 1 / 5, 1), possible).convention, null);
  });

  it('are no convention with another factor, nor where none is possible', () => {
    assert.equal(underConvention(measured(1, 1 / 4, 1 / 4), possible).convention, null);
    assert.equal(underConvention(measured(1, 1 / 5, 1 / 5), null).convention, null);
  });
});

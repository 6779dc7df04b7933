import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LayerArray } from '../../../../src/core/activation/network';
import { tellingPoint, withValuesOf } from '../../../../src/core/activation/structure/elsewhere';
import { networkOf } from '../../../../src/core/activation/structure/networkOf';
import { dense, type DenseOptions } from './runs';

const sizes = [4, 6, 5, 3];
const options: DenseOptions = { sizes, examples: 9, hidden: 'tanh', output: 'sigmoid' };

describe('layers that their own weights hide', () => {
  it('gives weights of zeros, and those with equal rows or columns, numbers that tell', () => {
    const weights: readonly ((i: number, j: number) => number)[] = [() => 0, (i) => i + 1, (_, j) => j + 1];
    for (const weight of weights) {
      const { run } = dense({ ...options, weight: (_, i, j) => weight(i, j) });
      const point = tellingPoint(run.trace.parameters, 1);
      assert.deepEqual(
        point?.map(({ direction }) => direction.tensor),
        run.tensors.flatMap(({ name }, at) => (name.startsWith('W') ? [at] : [])),
      );
    }
  });

  it('leaves drawn weights alone, with biases of zero as well', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('zero', 'random', 'none'), (seed, biases) => {
        assert.equal(tellingPoint(dense({ ...options, seed, biases }).run.trace.parameters, 1), null);
      }),
      { numRuns: 30 },
    );
  });

  it('has the structure of one point and the values of the other', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('columns', 'rows'), (seed, layout) => {
        const told = dense({ ...options, seed, layout });
        const own = dense({ ...options, seed, layout, weight: () => 0 });
        const network = withValuesOf(
          networkOf(told.run.trace, told.run.tensors, null),
          told.run.trace,
          own.run.trace,
        );
        assert.deepEqual(
          network?.layers.map(({ weights }) => weights?.name),
          ['W1', 'W2', 'W3'],
        );
        network.layers.forEach((layer, k) => {
          const { z, a, dz } = own.truth[k]!;
          const isAt = (array: LayerArray | null, [at]: readonly number[]): void =>
            assert.equal(array?.statistics, own.run.records[at!]!.statistics);
          isAt(layer.preActivation, z);
          isAt(layer.activation, a);
          isAt(layer.preActivationGradient, dz);
          assert.equal(layer.weights!.statistics.rms, 0);
          assert.equal(layer.weights!.symmetric, true);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('tells nothing of a run that made other arrays', () => {
    const { run } = dense(options);
    const other = dense({ ...options, separate: false }).run;
    assert.equal(withValuesOf(networkOf(run.trace, run.tensors, null), run.trace, other.trace), null);
  });
});

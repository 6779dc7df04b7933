import assert from 'node:assert/strict';
import path from 'node:path';
import type { ActivationFunction } from '../../../../src/core/activation/network';
import { fixtures, needNumpy, readIndex } from '../checking';
import { shown } from './showing';

interface Entry {
  readonly file: string;
  /** Of each layer: the name of its weights; null where the text gives none. */
  readonly weights: readonly (string | null)[];
  readonly functions: readonly (ActivationFunction | null)[];
  /** Lines that make Z and A; null where none is told. */
  readonly z: readonly (number | null)[];
  readonly a: readonly (number | null)[];
}

describe('layers in the styles that networks are written in', () => {
  before(needNumpy);

  for (const entry of readIndex<Entry>('activations/styles', 'index.json')) {
    it(entry.file, async () => {
      const report = await shown(path.join(fixtures, 'activations', 'styles', entry.file));
      const { layers } = report.profile.network;
      assert.deepEqual(
        layers.map(({ number }) => number),
        entry.z.map((_, k) => k + 1),
      );
      assert.deepEqual(
        layers.map(({ activationFunction }) => activationFunction?.name ?? null),
        entry.functions,
      );
      assert.deepEqual(
        layers.map(({ preActivation }) => preActivation?.place?.line ?? null),
        entry.z,
      );
      assert.deepEqual(
        layers.map(({ activation }) => activation?.place?.line ?? null),
        entry.a,
      );
      entry.weights.forEach((name, k) => {
        if (name !== null) assert.equal(layers[k]!.weights?.name, name);
      });
    });
  }

  it('gives a convolution its inputs by all axes but the output channels', async () => {
    const report = await shown(path.join(fixtures, 'activations', 'styles', 'cnn_loops.py'));
    const [convolution] = report.profile.network.layers;
    assert.equal(convolution!.from, 'activation');
    assert.deepEqual(
      [convolution!.weights?.fanIn, convolution!.weights?.fanOut, convolution!.weights?.outputsFirst],
      [27, 4, null],
    );
    assert.deepEqual([convolution!.activation?.unitsAxis, convolution!.activation?.examplesAxis], [3, 0]);
  });
});

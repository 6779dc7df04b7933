import assert from 'node:assert/strict';
import path from 'node:path';
import type { ActivationFunction } from '../../../../src/core/activation/network';
import { showActivations } from '../../../../src/workflow/activations/showActivations';
import { fixtures } from '../checking';
import { requestFor, shown } from './showing';

interface Expected {
  readonly layers: readonly (readonly [weights: string, activation: ActivationFunction])[];
  /** Values of A in each layer, of all examples. */
  readonly values: readonly number[];
}

const files: Readonly<Record<string, Expected>> = {
  'accumulate_in_place.js': { layers: [['W', 'softmax']], values: [15] },
  'char_rnn.mjs': { layers: [['Why', 'softmax']], values: [96] },
  'class_typed_arrays.ts': {
    layers: [
      ['W1', 'tanh'],
      ['W2', 'identity'],
    ],
    values: [20, 4],
  },
  'closure_network.mjs': {
    layers: [
      ['W1', 'tanh'],
      ['W2', 'softmax'],
    ],
    values: [20, 8],
  },
  'deep_loop.cjs': {
    layers: [
      ['W1', 'tanh'],
      ['W2', 'identity'],
    ],
    values: [20, 8],
  },
  'default_class.mjs': { layers: [['weights', 'sigmoid']], values: [10] },
  'flat_theta.js': { layers: [['theta', 'sigmoid']], values: [4] },
  'train_in_place.js': { layers: [['weightsHidden', 'sigmoid']], values: [5] },
  'training_script.js': { layers: [['W1', 'tanh']], values: [12] },
};

describe('layers of JavaScript models that go example by example', () => {
  for (const [file, { layers: expected, values }] of Object.entries(files)) {
    it(file, async () => {
      const report = await shown(path.join(fixtures, 'javascript', file));
      const { layers } = report.profile.network;
      assert.deepEqual(
        layers.map(({ weights, activationFunction }) => [weights?.name, activationFunction?.name]),
        expected,
      );
      assert.deepEqual(
        layers.map(({ activation }) => activation?.statistics.count),
        values,
      );
    });
  }

  for (const file of ['options_object.mjs', 'globals_scalars.js'])
    it(`${file}: says that single numbers are all there is`, async () => {
      const outcome = await showActivations(await requestFor(path.join(fixtures, 'javascript', file)));
      assert.ok(outcome.kind === 'problem');
      assert.match(outcome.problem.message, /makes no arrays, only single numbers/);
    });
});

import assert from 'node:assert/strict';
import type { FunctionFact, Inventory } from '../../../src/core/binding/inventory';
import { pairsOf } from '../../../src/core/binding/layers/pairs';

const file = '/layers.py';

/** `name(a, b) -> x, y`. */
function functionOf(text: string, index: number): FunctionFact {
  const [, name, parameters, returns] = /^(\w+)\((.*?)\)(?: -> (.*))?$/.exec(text)!;
  return {
    name: name!,
    parameters: parameters!.split(', ').map((one) => ({ name: one, kind: 'positional' as const })),
    file,
    line: index + 1,
    endLine: index + 1,
    returns: returns === undefined ? [] : [returns.split(', ')],
  };
}

function found(...texts: string[]): readonly string[] {
  const inventory: Inventory = {
    file,
    functions: texts.map(functionOf),
    classes: [],
    values: [],
    standIns: [],
  };
  return pairsOf(inventory).map(
    ({ name, kind, forward, backward }) => `${name} ${kind}: ${forward.name}, ${backward.name}`,
  );
}

describe('pairs of functions that are one layer', () => {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['affine_forward(x, w, b)', 'affine_backward(dout, cache)', 'affine'],
    ['forward_relu(x)', 'backward_relu(x, grad_out)', 'relu'],
    ['affineForward(x, w, b)', 'affineBackward(dout, cache)', 'affine'],
    ['tanh_fwd(x)', 'tanh_bwd(dy, y)', 'tanh'],
    ['conv_forward_naive(x, w)', 'conv_backward_naive(dout, cache)', 'conv_naive'],
    ['sigmoid(Z)', 'sigmoid_backward(dA, cache)', 'sigmoid'],
    ['relu(x)', 'relu_grad(x, dout)', 'relu'],
    ['dense(x, W)', 'd_dense(x, W, dout)', 'dense'],
  ];
  for (const [forward, backward, name] of pairs) {
    it(`${forward} and ${backward}`, () => {
      const [first, second] = [forward, backward].map((text) => text.replace(/\(.*/, ''));
      assert.deepEqual(found(forward, backward), [`${name} layer: ${first}, ${second}`]);
    });
  }

  it('tells losses and elementwise derivatives from layers', () => {
    assert.deepEqual(found('softmax_loss(x, y) -> loss, dx', 'sigmoid(z)', 'sigmoid_prime(a)'), [
      'softmax_loss loss: softmax_loss, softmax_loss',
      'sigmoid derivative: sigmoid, sigmoid_prime',
    ]);
    assert.deepEqual(found('mse(y_true, y_pred)', 'mse_prime(y_true, y_pred)'), ['mse loss: mse, mse_prime']);
  });

  it('takes no model for a pair', () => {
    assert.deepEqual(
      found('forward_propagation(X, parameters)', 'backward_propagation(parameters, cache, X, Y)'),
      [],
    );
    assert.deepEqual(found('L_model_forward(X, parameters)', 'L_model_backward(AL, Y, caches)'), []);
  });
});

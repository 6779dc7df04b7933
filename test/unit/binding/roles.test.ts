import assert from 'node:assert/strict';
import { kindOfFunction, roleOfResult, takesUpstream } from '../../../src/core/binding/functionKinds';
import type { FunctionFact } from '../../../src/core/binding/inventory';
import { roleOfArgument } from '../../../src/core/binding/roles';

function fact(signature: string): FunctionFact {
  const [name, rest] = signature.split('(');
  const names = rest!
    .replace(')', '')
    .split(',')
    .map((part) => part.trim());
  const parameters = names
    .filter((part) => part !== '')
    .map((part) => ({
      name: part.replace('=', ''),
      kind: 'positional' as const,
      ...(part.endsWith('=') ? { default: { type: 'none' as const } } : {}),
    }));
  return { name: name!, parameters, file: 'model.py', line: 1, endLine: 2, returns: [] };
}

describe('what an argument is for', () => {
  const roles: Readonly<Record<string, string>> = {
    inputs: 'X x X_train train_x x_batch X_b trainX xs A0 inputs input_data features train_set_x images',
    labels: 'Y y y_train train_y Y_batch targets labels t y_true Y_one_hot ytrain',
    output: 'AL A2 y_hat y_pred probs scores predictions yhat Y_hat output',
    parameters: 'parameters params theta model nn_params initial_theta weights params_values',
    cache: 'cache caches memory',
    regularization: 'lambd lambda_ reg lmbda l2 reg_lambda weight_decay',
    keep: 'keep_prob',
    dropout: 'dropout drop_rate',
    learningRate: 'learning_rate lr alpha eta',
    upstream: 'dout dA dZ dAL grad_output output_gradient delta d_loss',
    exampleCount: 'm batch_size n_samples',
    state: 'hprev h0 h_prev',
  };
  for (const [role, names] of Object.entries(roles)) {
    for (const name of names.split(' ')) {
      it(`${name}: ${role}`, () => assert.equal(roleOfArgument(name), role));
    }
  }

  const sizes: Readonly<Record<string, string>> = {
    inputSize: 'n_x input_size input_dim n_in D n_features num_inputs dim n_inputs',
    hiddenSize: 'n_h hidden_size hidden_dim H n_hidden hidden_units hidden_size1',
    outputSize: 'n_y output_size num_classes C n_out n_classes output_dim',
    layerSizes: 'layer_dims layers_dims sizes layers layer_sizes nn_architecture',
    hiddenSizes: 'hidden_dims hidden_sizes',
  };
  for (const [role, names] of Object.entries(sizes)) {
    for (const name of names.split(' ')) {
      it(`${name}: ${role} of an initialisation`, () =>
        assert.equal(roleOfArgument(name, 'initialize'), role));
    }
  }

  it('says nothing of other names', () => {
    for (const name of ['W1', 'b1', 'Wxh', 'foo', 'callback']) assert.equal(roleOfArgument(name), null, name);
  });
});

describe('what a function is for', () => {
  const kinds: Readonly<Record<string, string>> = {
    initialize:
      'initialize_parameters(n_x) | init_params() | initialize_with_zeros(dim) | initialize_parameters_deep(layer_dims)',
    forward:
      'forward_propagation(X, parameters) | L_model_forward(X, parameters) | feedforward(a) | forward(X) | predict(X)',
    cost: 'compute_cost(AL, Y) | loss(X, y) | cross_entropy_loss(p, y) | svm_loss_naive(W, X, y, reg) | mse(y_true, y_pred) | lossFun(inputs, targets, hprev)',
    backward:
      'backward_propagation(parameters, cache, X, Y) | L_model_backward(AL, Y, caches) | backprop(x, y) | compute_gradients(X, y) | propagate(w, b, X, Y) | loss_and_grad(params, X, y) | gradient(x, t)',
    costDerivative: 'mse_prime(y_true, y_pred) | loss_derivative(output, y)',
    activation: 'softmax(z) | sigmoid(x)',
    data: 'load_planar_dataset() | get_data() | load_data() | generate_data(n=)',
    reset: 'zero_grad()',
    other:
      'train(X, y) | update_parameters(parameters, grads, learning_rate) | gradient_check_n(p) | gradient_descent(X, y) | nn_model(X, Y, num_iterations=) | numerical_gradient(x, t) | accuracy(x, t) | plot_loss(c) | relu(z) | model(X, Y, num_iterations) | initialize_adam(parameters)',
  };
  for (const [kind, functions] of Object.entries(kinds)) {
    for (const signature of functions.split(' | ')) {
      it(`${signature}: ${kind}`, () => assert.equal(kindOfFunction(fact(signature)), kind));
    }
  }

  it('tells the backward step of a layer by the gradient it takes', () => {
    assert.ok(takesUpstream(fact('linear_backward(dZ, cache)')));
    assert.ok(takesUpstream(fact('backward(grad)')));
    assert.ok(!takesUpstream(fact('backward(X, Y, cache)')));
    assert.ok(!takesUpstream(fact('backward(dout=)')));
  });
});

describe('what a returned expression is called after', () => {
  for (const text of ['cost', 'loss', 'J', 'total_loss', 'loss / m'])
    it(`${text}: a cost`, () => assert.equal(roleOfResult(text), 'cost'));
  for (const text of ['grads', 'dW1', 'db', 'nabla_w', 'gradients', '{"dW1": dW1}'])
    it(`${text}: gradients`, () => assert.equal(roleOfResult(text), 'gradients'));
  for (const text of ['A2', 'AL', 'y_hat', 'probs'])
    it(`${text}: output`, () => assert.equal(roleOfResult(text), 'output'));
});

import assert from 'node:assert/strict';
import { checkGradients } from '../../../src/core/gradient/check';
import { needNumpy } from '../workflow/checking';
import { bindFile } from './support/bindFile';

/** How each file of test/fixtures/binding is read, with the most calls that finding out may take. */
type Expected = readonly [
  file: string,
  label: string,
  tensors: string,
  calls: number,
  warnings: readonly string[],
];

const course = 'W1 b1 W2 b2';
const expected: readonly Expected[] = [
  ['adds_up', 'class Net', 'W b', 20, ['accumulates', 'made-inputs']],
  ['char_rnn', 'lossFun', 'Wxh Whh Why bh by', 20, ['made-inputs']],
  ['class_numbers', 'forward → cross_entropy → backward', course, 80, []],
  ['contract', 'gradient_lens()', 'first second', 5, []],
  ['cost_class', 'class Network', 'biases[0] biases[1] weights[0] weights[1]', 60, ['made-inputs']],
  ['cost_from_forward', 'forward_propagation_n → backward_propagation_n', course, 10, ['made-inputs']],
  ['course_deep', 'L_model_forward → compute_cost → L_model_backward', course, 20, ['made-inputs']],
  [
    'course_two_layer',
    'forward_propagation → compute_cost → backward_propagation',
    course,
    10,
    ['made-inputs'],
  ],
  ['keep_prob_class', 'class DropoutNetwork', course, 20, ['made-inputs']],
  ['layer_dict', 'class TwoLayerNet', course, 20, ['made-inputs']],
  ['lazy_weights', 'class LogisticRegression', 'weights bias', 20, ['made-inputs']],
  ['linear_w_b', 'compute_cost → compute_gradient', 'w b', 20, ['made-parameters']],
  ['logistic_propagate', 'propagate', 'w b', 20, ['made-inputs']],
  [
    'loss_prime',
    'class Network',
    'layers[0].weights layers[0].bias layers[2].weights layers[2].bias',
    30,
    [],
  ],
  [
    'nested_dicts',
    'forward → mse_loss → backward',
    'layer1.W layer1.b layer2.W layer2.b',
    20,
    ['made-inputs'],
  ],
  [
    'one_dimension',
    'forward_propagation → backward_propagation',
    'theta',
    10,
    ['made-inputs', 'made-parameters'],
  ],
  ['other_attributes', 'class Network', course, 20, ['made-inputs', 'not-checked']],
  [
    'parameter_list',
    'loss_and_grad',
    'parameters[0] parameters[1] parameters[2] parameters[3]',
    20,
    ['made-inputs'],
  ],
  ['parameter_objects', 'class Model', 'fc1.W fc1.b fc2.W fc2.b', 30, ['made-inputs']],
  ['planar_data', 'forward_propagation → compute_cost → backward_propagation', course, 10, []],
  ['private_names', 'class MLPClassifier', 'w_h b_h w_out b_out', 20, ['made-inputs']],
  ['pure_python', 'loss → gradients', 'weights biases', 10, []],
  [
    'regularized_backward',
    'forward_propagation → compute_cost → backward_propagation',
    course,
    20,
    ['made-inputs', 'regularization'],
  ],
  ['separate_arguments', 'forward_prop → get_loss → backward_prop', course, 40, ['made-inputs']],
  ['softmax_losses', 'softmax_loss_vectorized', 'W', 20, ['made-inputs', 'made-parameters']],
  ['stored_lists', 'class MLP', 'weights[0] weights[1] biases[0] biases[1]', 40, ['made-inputs']],
  ['svm_binary', 'hinge_loss', 'w b', 5, []],
  ['theta_functions', 'costFunctionReg → gradientReg', 'theta', 20, ['made-inputs', 'made-parameters']],
  ['two_layer_class', 'class TwoLayerNet', course, 20, ['made-inputs']],
  ['zero_grad', 'class Net', 'W b', 40, ['made-inputs']],
];

describe('binding of files in many styles', function () {
  this.timeout(60_000);
  before(needNumpy);
  for (const [file, label, tensors, calls, warnings] of expected) {
    it(`${file}: ${label}`, async () => {
      let verdict = '';
      const { result, runs } = await bindFile(`test/fixtures/binding/${file}.py`, {}, async ({ model }) => {
        assert.deepEqual(model.tensors.map((tensor) => tensor.name).sort(), tensors.split(' ').sort());
        assert.ok(model.baseCosts.every(Number.isFinite));
        const counts = { examples: null, classes: null };
        const options = { step: 'auto', scheme: 'central', seed: 1, tensors: null, counts } as const;
        verdict = (await checkGradients(model, options, () => undefined)).verdict;
      });
      assert.ok(result.ok, result.ok ? '' : result.problem.message);
      assert.equal(result.bindings[0].readings[0], label);
      assert.deepEqual(
        result.bindings[0].warnings.map((warning) => warning.code).sort(),
        [...warnings].sort(),
      );
      assert.ok(runs <= calls, `${runs} calls`);
      assert.equal(verdict, 'correct');
    });
  }
});

const problems: readonly (readonly [file: string, code: string, line: number | null, text: RegExp])[] = [
  ['autograd_value', 'returns-nothing', 21, /no function (that computes|here returns) the cost J/],
  [
    'contract_cost_array',
    'cost-not-scalar',
    9,
    /`cost` returned an array of shape \(2,\); the check needs one number/,
  ],
  ['contract_without_cost', 'contract', 6, /`gradient_lens` returned no `cost`/],
  [
    'top_level_network',
    'no-backward',
    null,
    /no function that computes gradients was found.*Insert Model Contract/,
  ],
];

describe('files that cannot be bound', function () {
  this.timeout(60_000);
  before(needNumpy);
  for (const [file, code, line, text] of problems) {
    it(`${file}: ${code}`, async () => {
      const { result } = await bindFile(`test/fixtures/binding/${file}.py`);
      assert.ok(!result.ok);
      assert.equal(result.problem.code, code);
      assert.equal(result.problem.line, line);
      assert.match(result.problem.message, text);
    });
  }
});

describe('choosing a reading', function () {
  this.timeout(60_000);
  before(needNumpy);
  it('lists the others and takes the one asked for', async () => {
    const file = 'test/fixtures/binding/softmax_losses.py';
    const { result } = await bindFile(file, { reading: 'softmax_loss_naive' });
    assert.ok(result.ok);
    assert.deepEqual(result.bindings[0].readings, ['softmax_loss_naive', 'softmax_loss_vectorized']);
  });

  it('checks the function at the cursor', async () => {
    const { result } = await bindFile('test/fixtures/binding/softmax_losses.py', {
      subject: 'softmax_loss_naive',
    });
    assert.ok(result.ok);
    assert.equal(result.bindings[0].backward?.name, 'softmax_loss_naive');
  });

  it('says so when the function at the cursor computes no gradients', async () => {
    const { result } = await bindFile('test/fixtures/binding/course_two_layer.py', {
      subject: 'layer_sizes',
    });
    assert.ok(!result.ok);
    assert.equal(result.problem.code, 'no-reading');
    assert.equal(result.problem.line, 5);
  });

  it('makes the same inputs from the same seed', async () => {
    const cost = async (seed: number): Promise<number> => {
      const { bound: model } = await bindFile('test/fixtures/binding/course_two_layer.py', { seed });
      return model!.model.baseCosts[0];
    };
    assert.equal(await cost(1), await cost(1));
    assert.notEqual(await cost(1), await cost(2));
  });
});

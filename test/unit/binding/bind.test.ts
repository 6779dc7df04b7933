import assert from 'node:assert/strict';
import { bind } from '../../../src/core/binding/bind';
import type { BindOptions, Runner, RunOutcome } from '../../../src/core/binding/binding';
import type { Description, FunctionFact, Inventory } from '../../../src/core/binding/inventory';
import type { Step } from '../../../src/core/binding/plan';
import type { HostFailure } from '../../../src/core/failure';

const options: BindOptions = { reading: null, subject: null, seed: 1, examples: 10 };

function fact(
  name: string,
  names: readonly string[],
  returns: readonly string[],
  line: number,
): FunctionFact {
  const parameters = names.map((parameter) => ({ name: parameter, kind: 'positional' as const }));
  return { name, parameters, file: '/m/model.py', line, endLine: line + 5, returns: [returns] };
}

function array(...shape: number[]): Description {
  return { type: 'array', container: 'array', shape, dtype: 'float64', identity: 1, min: -1, max: 1 };
}

function mapping(values: Readonly<Record<string, Description>>): Description {
  const entries = Object.entries(values).map(([key, value]) => ({ key, value }));
  return { type: 'mapping', length: entries.length, entries };
}

const parameters = mapping({ W1: array(4, 3), b1: array(4, 1) });
const inventory: Inventory = {
  file: '/m/model.py',
  functions: [
    fact('forward', ['X', 'parameters'], ['A1', 'cache'], 1),
    fact('cost', ['A1', 'Y'], ['cost'], 11),
    fact('backward', ['X', 'Y', 'cache'], ['grads'], 21),
  ],
  classes: [],
  values: [{ name: 'parameters', value: parameters }],
  standIns: [],
};

const number: Description = { type: 'number', value: 0.5, integer: false };
const tuple: Description = {
  type: 'sequence',
  kind: 'tuple',
  length: 2,
  items: [array(4, 10), mapping({ Z1: array(4, 10) })],
};

/** Answers calls by the function's name, and values as they are. */
class FakeRunner implements Runner {
  readonly steps: Step[] = [];

  constructor(private readonly results: Readonly<Record<string, Description | HostFailure>>) {}

  run(steps: readonly Step[]): Promise<RunOutcome> {
    this.steps.push(...steps);
    const step = steps[0]!;
    const name = 'call' in step && step.call.from === 'module' ? step.call.name : '';
    const result = this.results[name] ?? array(3, 10);
    if ('kind' in result && !('type' in result && result.type === 'sequence')) {
      return Promise.resolve({ ok: false, failure: result as HostFailure });
    }
    return Promise.resolve({ ok: true, results: [result as Description] });
  }
}

describe('binding by names, with a runner of its own', () => {
  const working = { forward: tuple, cost: number, backward: mapping({ dW1: array(4, 3), db1: array(4, 1) }) };

  it('makes a plan that a host can carry out', async () => {
    const result = await bind(inventory, new FakeRunner(working), options);
    assert.ok(result.ok);
    const { plan, readings, examples, classes, backward } = result.bindings[0];
    assert.deepEqual(readings, ['forward → cost → backward']);
    assert.deepEqual(
      plan.cost.map((step) => step.slot),
      ['forward()', 'cost()'],
    );
    assert.deepEqual(plan.J, { from: 'slot', slot: 'cost()' });
    assert.deepEqual(
      plan.gradient.map((step) => step.slot),
      ['forward()', 'backward()'],
    );
    assert.deepEqual(plan.gradient[1], {
      slot: 'backward()',
      call: { from: 'module', name: 'backward' },
      positional: [
        { from: 'slot', slot: 'inputs' },
        { from: 'slot', slot: 'labels' },
        { from: 'slot', slot: 'forward()', path: [{ item: 1 }] },
      ],
      keywords: {},
    });
    assert.deepEqual(plan.tensors[1], {
      name: 'b1',
      parameter: { from: 'module', name: 'parameters', path: [{ item: 'b1' }] },
      gradient: { from: 'slot', slot: 'backward()', path: [{ item: 'db1' }] },
    });
    assert.deepEqual([examples, classes, backward?.line], [10, 4, 21]);
  });

  it('binds a tensor without a gradient, and says so', async () => {
    const runner = new FakeRunner({ ...working, backward: mapping({ dW1: array(4, 3) }) });
    const result = await bind(inventory, runner, options);
    assert.ok(result.ok);
    assert.equal(result.bindings[0].plan.tensors[1]!.gradient, null);
    assert.ok(result.bindings[0].warnings.some((warning) => /no gradient for b1/.test(warning.message)));
  });

  it('accepts a gradient of shape (4,) for (4, 1), and says so', async () => {
    const runner = new FakeRunner({ ...working, backward: mapping({ dW1: array(4, 3), db1: array(4) }) });
    const result = await bind(inventory, runner, options);
    assert.ok(result.ok);
    assert.ok(result.bindings[0].warnings.some((warning) => warning.code === 'shape-accepted'));
  });

  it('tries no further when the host is gone', async () => {
    const runner = new FakeRunner({ ...working, cost: { kind: 'timeout', message: '10 seconds', line: 12 } });
    const result = await bind(inventory, runner, options);
    assert.ok(!result.ok);
    assert.equal(result.problem.code, 'timeout');
    assert.equal(result.problem.line, 12);
    assert.equal(runner.steps.filter((step) => 'call' in step).length, 2);
  });

  it('stops after a bounded number of calls', async () => {
    const failure: HostFailure = {
      kind: 'exception',
      type: 'ValueError',
      message: 'no',
      line: 13,
      function: 'cost',
    };
    const many = Array.from({ length: 30 }, (_, index) =>
      fact(`cost_${index}`, ['A1', 'Y'], ['cost'], 100 + index),
    );
    const failing = Object.fromEntries(
      ['cost', ...many.map((one) => one.name)].map((name) => [name, failure]),
    );
    const runner = new FakeRunner({ ...working, ...failing });
    const result = await bind(
      { ...inventory, functions: [...inventory.functions, ...many] },
      runner,
      options,
    );
    assert.ok(!result.ok);
    assert.match(result.problem.message, /`cost` raised ValueError: no/);
    assert.ok(runner.steps.length <= 400);
  });

  it('computes gradients for other data only where the cost is finite, once all gradients fit', async () => {
    const runner = new FakeRunner({ ...working, cost: { type: 'number', value: 'NaN', integer: false } });
    const result = await bind(inventory, runner, options);
    const calls = (name: string): number =>
      runner.steps.filter((step) => 'call' in step && step.call.from === 'module' && step.call.name === name)
        .length;
    assert.ok(result.ok);
    assert.equal(calls('backward'), 1);
    assert.ok(calls('cost') > 2);
  });

  it('names the argument that nothing fills', async () => {
    const odd = fact('backward', ['X', 'Y', 'frobnicator'], ['grads'], 21);
    const functions = [...inventory.functions.slice(0, 2), odd];
    const result = await bind({ ...inventory, functions }, new FakeRunner(working), options);
    assert.ok(!result.ok);
    assert.match(result.problem.message, /what to pass for `frobnicator` of `backward`/);
    assert.equal(result.problem.line, 21);
  });

  it('says what was looked for when there is no backward function', async () => {
    const result = await bind(
      { ...inventory, functions: inventory.functions.slice(0, 2) },
      new FakeRunner({}),
      options,
    );
    assert.ok(!result.ok);
    assert.equal(result.problem.code, 'no-backward');
  });
});

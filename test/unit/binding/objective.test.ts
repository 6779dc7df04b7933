import assert from 'node:assert/strict';
import { needsStated, statedArguments } from '../../../src/core/binding/objective/arguments';
import { objectivePairs } from '../../../src/core/binding/objective/pairs';
import { parametersAmong } from '../../../src/core/binding/objective/parameters';
import type { Description, FunctionFact, ValueFact } from '../../../src/core/binding/inventory';
import type { Part } from '../../../src/core/binding/results';

const file = 'model.py';

function fact(name: string, parameters: string, ...returns: string[]): FunctionFact {
  return {
    name,
    parameters: parameters.split(' ').map((one) => ({ name: one, kind: 'positional' })),
    file,
    line: 1,
    endLine: 5,
    returns: [returns],
  };
}

let identity = 0;
function array(...shape: number[]): Description {
  return { type: 'array', container: 'array', shape, dtype: 'float64', identity: identity++ };
}

function values(all: Record<string, Description>): ValueFact[] {
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}

describe('an objective and its gradient', () => {
  it('belong together by their names and the same arguments', () => {
    const pairs = (...facts: FunctionFact[]) =>
      objectivePairs(facts, file).map(({ cost, gradient }) => `${cost.name} ${gradient.name}`);
    assert.deepEqual(pairs(fact('chi2', 'p f'), fact('grad_chi2', 'p f')), ['chi2 grad_chi2']);
    assert.deepEqual(pairs(fact('kl_divergence', 'Y P'), fact('kl_gradient', 'Y P')), [
      'kl_divergence kl_gradient',
    ]);
    assert.deepEqual(pairs(fact('chi2', 'p f'), fact('grad_chi2', 'p f sigma')), []);
    assert.deepEqual(pairs(fact('smooth', 'p f'), fact('grad_chi2', 'p f')), []);
    assert.deepEqual(pairs(fact('objective', 'w X', 'value', 'gradient')), ['objective objective']);
    assert.deepEqual(pairs(fact('loss', 'w X'), fact('numerical_gradient', 'w X')), []);
  });

  it('take values of the module under the names of their arguments, or nearly so', () => {
    const module = values({ theta0: array(3), X_train: array(9, 3), time: array(9) });
    const names = (parameters: string) =>
      statedArguments(fact('loss', parameters), module)?.map(({ value }) => value.name) ?? null;
    assert.deepEqual(names('theta X time'), ['theta0', 'X_train', 'time']);
    assert.equal(names('theta Z'), null);
  });

  it('are looked at first where roles of names say nothing or the same twice', () => {
    assert.ok(needsStated(fact('loss', 'W b x1 x2 same')));
    assert.ok(needsStated(fact('loss', 'policy trajectories')));
    assert.ok(!needsStated(fact('loss', 'W b X y')));
  });

  const parametersOf = (all: Record<string, Description>, parts: readonly Part[]) => {
    const stated = statedArguments(fact('grad', Object.keys(all).join(' ')), values(all))!;
    const whole: Part = { name: null, text: '', source: { from: 'slot', slot: 'g' }, value: parts[0]!.value };
    return parametersAmong(stated, parts, null, whole)?.tensors.map(({ name }) => name) ?? null;
  };
  const part = (name: string | null, value: Description, index = 0): Part => ({
    name,
    text: name ?? '',
    source: { from: 'slot', slot: 'g', path: [{ item: index }] },
    value,
  });

  it('tell the parameters by the names of the gradients, and by shapes that leave one choice', () => {
    const data = { W: array(5, 3), b: array(3), x1: array(8, 5), x2: array(8, 5) };
    assert.deepEqual(parametersOf(data, [part('dW', array(5, 3)), part('db', array(3), 1)]), ['W', 'b']);
    assert.deepEqual(parametersOf({ beta: array(3), Z: array(16, 3) }, [part(null, array(3))]), ['beta']);
  });

  it('prefer weights to data of their shape, and refuse to guess between two of a kind', () => {
    assert.deepEqual(parametersOf({ y: array(12), alpha: array(12) }, [part(null, array(12))]), ['alpha']);
    assert.equal(parametersOf({ first: array(4), second: array(4) }, [part(null, array(4))]), null);
  });
});

import assert from 'node:assert/strict';
import type { Plan, Source } from '../../../../src/core/binding/plan';
import { withStacksApart } from '../../../../src/workflow/activations/stacks';

const at = (name: string, ...items: readonly (string | number)[]): Source => ({
  from: 'module',
  name,
  ...(items.length > 0 && { path: items.map((item) => ({ item })) }),
});
const planOf = (tensors: Plan['tensors']): Plan => ({
  cost: [],
  J: { from: 'slot', slot: 'J' },
  gradient: [],
  tensors,
  reseed: null,
});
const shapes = (...all: readonly (readonly number[])[]) => all.map((shape) => ({ shape }));

describe('stacks of weights', () => {
  it('are taken apart, with their gradients and biases', () => {
    const plan = planOf([
      { name: 'W', parameter: at('p', 'W'), gradient: at('g', 'W') },
      { name: 'b', parameter: at('p', 'b'), gradient: null },
      { name: 'V', parameter: at('V'), gradient: at('dV') },
    ]);
    const apart = withStacksApart(plan, shapes([2, 4, 3], [2, 4, 1], [4, 2]))!;
    assert.deepEqual(apart.tensors, [
      { name: 'W[0]', parameter: at('p', 'W', 0), gradient: at('g', 'W', 0) },
      { name: 'W[1]', parameter: at('p', 'W', 1), gradient: at('g', 'W', 1) },
      { name: 'b[0]', parameter: at('p', 'b', 0), gradient: null },
      { name: 'b[1]', parameter: at('p', 'b', 1), gradient: null },
      plan.tensors[2],
    ]);
  });

  it('are taken apart where the gradients are changes, and where they are returned', () => {
    const change = { from: 'change', rate: 0.1 } as const;
    const apart = withStacksApart(
      planOf([
        { name: 'W', parameter: at('W'), gradient: change },
        { name: 'U', parameter: at('U'), gradient: { ...change, of: at('old'), after: at('now') } },
      ]),
      shapes([2, 3, 3], [2, 3, 3]),
    )!;
    assert.deepEqual(
      apart.tensors.map(({ gradient }) => gradient),
      [change, change, ...[0, 1].map((k) => ({ ...change, of: at('old', k), after: at('now', k) }))],
    );
  });

  it('stay whole where they have no parts, and a plan without any stays as it is', () => {
    const accessors = { get: at('get'), set: at('set') };
    const whole = planOf([{ name: 'W', parameter: accessors, gradient: null }]);
    assert.equal(withStacksApart(whole, shapes([2, 3, 3])), null);
    const one = planOf([{ name: 'W', parameter: at('W'), gradient: null }]);
    for (const shape of [[3, 3], [1, 3, 3], [2, 1, 3], [2000, 3, 3], [8, 3, 3, 3], []])
      assert.equal(withStacksApart(one, shapes(shape)), null, String(shape));
  });
});

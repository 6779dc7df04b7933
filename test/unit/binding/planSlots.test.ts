import assert from 'node:assert/strict';
import type { Plan, Source, Step } from '../../../src/core/binding/plan';
import { withoutUnusedSteps } from '../../../src/core/binding/planSlots';

const slot = (name: string): Source => ({ from: 'slot', slot: name, path: [{ item: 'W' }] });
const call = (to: string, ...positional: readonly Source[]): Step => ({
  slot: to,
  call: { from: 'module', name: to },
  positional,
  keywords: {},
});
const planOf = (gradient: readonly Step[], ...gradients: readonly Source[]): Plan => ({
  cost: [],
  J: slot('J'),
  gradient,
  tensors: gradients.map((source, k) => ({ name: `W${k}`, parameter: slot('p'), gradient: source })),
  reseed: null,
});

describe('steps that nobody uses', () => {
  it('are left out, with what only they needed', () => {
    const forward = call('cache');
    const steps = [call('alone'), forward, call('more', slot('alone')), call('grads', slot('cache'))];
    const lean = withoutUnusedSteps(planOf(steps, slot('grads')))!;
    assert.deepEqual(lean.gradient, [forward, steps[3]]);
  });

  it('are none where each leads to a gradient', () => {
    const nested: Source = { from: 'list', items: [{ from: 'mapping', entries: [['A', slot('cache')]] }] };
    assert.equal(withoutUnusedSteps(planOf([call('cache'), call('grads', nested)], slot('grads'))), null);
    assert.equal(withoutUnusedSteps(planOf([])), null);
  });
});

import assert from 'node:assert/strict';
import type { Binding, BindingResult } from '../../../src/core/binding/binding';
import type { Inventory } from '../../../src/core/binding/inventory';
import type { BoundModel, ModelHost } from '../../../src/hosts/ModelHost';
import { withoutMostExamples } from '../../../src/workflow/subset';

const options = { reading: null, subject: null, seed: 1, examples: 10 };
const inventory: Inventory = { file: 'model.py', functions: [], classes: [], values: [], standIns: [] };

function bindingOf(examples: number): Extract<BindingResult, { ok: true }> {
  const binding: Binding = {
    subject: 'model',
    plan: { cost: [], J: { from: 'slot', slot: 'J' }, gradient: [], tensors: [], reseed: null },
    entries: [],
    readings: [],
    warnings: [],
    examples,
    classes: null,
    backward: null,
  };
  return { ok: true, bindings: [binding], unbound: [] };
}

/** A host whose cost takes that long; what it is asked to bind is counted. */
function hostOf(evaluationSeconds: number): { readonly host: ModelHost; readonly bound: () => number } {
  let bound = 0;
  const model = { evaluationSeconds, tensors: [{ size: 3 }] };
  const bind = (): Promise<BoundModel> => {
    bound++;
    return Promise.resolve({ model } as unknown as BoundModel);
  };
  return { host: { bind } as unknown as ModelHost, bound: () => bound };
}

describe('subsets of large data', () => {
  it('says that a check is slow where the data are no arguments', async () => {
    const { host } = hostOf(0.4);
    const { bindings } = await withoutMostExamples(bindingOf(60_000), inventory, host, options);
    assert.deepEqual(
      bindings[0].warnings.map(({ code }) => code),
      ['slow'],
    );
    assert.match(bindings[0].warnings[0]!.message, /takes 0\.4 s with all 60,000 examples/);
  });

  it('uses all examples where that is quick', async () => {
    const result = bindingOf(60_000);
    assert.equal(await withoutMostExamples(result, inventory, hostOf(0.01).host, options), result);
  });

  it('does not even look at the time where the examples are few', async () => {
    const { host, bound } = hostOf(5);
    const result = bindingOf(32);
    assert.equal(await withoutMostExamples(result, inventory, host, options), result);
    assert.equal(bound(), 0);
  });
});

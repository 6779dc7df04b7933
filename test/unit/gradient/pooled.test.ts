import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients } from '../../../src/core/gradient/check';
import { pooledModel } from '../../../src/core/gradient/pooled';
import type { Model, SweepRequest } from '../../../src/core/model';
import { closedFormModel, type ClosedForm } from './closedFormModel';

/** Σ wᵢ³ over two tensors; `factor` makes the cost of a copy another one away from the base point. */
const form: ClosedForm = {
  tensors: [
    { name: 'W', shape: [7, 5], value: Array.from({ length: 35 }, (_, i) => Math.sin(i)) },
    { name: 'b', shape: [3], value: [0.5, -1, 2] },
  ],
  cost: (theta) => theta.reduce((sum, part) => sum + part.reduce((inner, x) => inner + x ** 3, 0), 0),
  gradient: (theta) => theta.map((part) => part.map((x) => 3 * x ** 2)),
};

/** A slow model: a part of a few components is worth its request. */
function slow(changes: Partial<Model> = {}, of: ClosedForm = form): Model & { evaluations: () => number } {
  return { ...closedFormModel(of), evaluationSeconds: 0.01, ...changes };
}

interface Dropped {
  readonly copy: Model;
  readonly reason: unknown;
}

function pool(first: Model, copies: readonly Model[]) {
  const waiting = [...copies];
  const dropped: Dropped[] = [];
  let expected = 0;
  const model = pooledModel(first, {
    expect: (evaluations) => (expected += evaluations),
    take: () => waiting.splice(0),
    drop: (copy, reason) => dropped.push({ copy, reason }),
  });
  return { model, dropped, expected: () => expected };
}

const whole: SweepRequest = { tensor: 0, components: { start: 0, count: 35 }, step: 1e-5, scheme: 'central' };

describe('a pool of models', () => {
  it('gives what one model gives, whatever is asked for', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('central', 'forward'),
        fc.oneof(
          fc.array(fc.integer({ min: 0, max: 34 }), { maxLength: 60 }),
          fc.record({ start: fc.integer({ min: 0, max: 17 }), count: fc.integer({ min: 0, max: 18 }) }),
        ),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 40 }),
        async (helpers, scheme, components, steps) => {
          const copies = Array.from({ length: helpers }, () => slow());
          const { model, dropped } = pool(slow(), copies);
          const alone = slow();
          const request: SweepRequest = { tensor: 0, components, step: 1e-5, scheme };
          assert.deepEqual(await model.sweep(request), await alone.sweep(request));
          const points = steps.map((step) => [
            { direction: { kind: 'component' as const, tensor: 1, index: 1 }, step },
          ]);
          assert.deepEqual(await model.costs(points), await alone.costs(points));
          assert.deepEqual(dropped, []);
        },
      ),
    ));

  it('lets every helper do some of a sweep', async () => {
    const helpers = [slow(), slow()];
    const before = helpers.map((one) => one.evaluations());
    const { model } = pool(slow(), helpers);
    await model.sweep(whole);
    assert.equal(model.evaluationsAtOnce, 3);
    assert.ok(model.evaluationSeconds < 0.004);
    helpers.forEach((one, i) => assert.ok(one.evaluations() > before[i]! + 4));
  });

  it('leaves short work to the first', async () => {
    const helper = slow();
    const { model } = pool(slow(), [helper]);
    await model.sweep(whole);
    const before = helper.evaluations();
    await model.costs([[]]);
    await model.sweep({ ...whole, components: [3] });
    assert.equal(helper.evaluations(), before);
  });

  it('tells what work is expected: of a whole tensor at its first block', async () => {
    const { model, expected } = pool(slow(), []);
    await model.sweep({ ...whole, components: { start: 0, count: 5 } });
    await model.sweep({ ...whole, components: { start: 5, count: 5 } });
    assert.equal(expected(), 70);
    await model.sweep({ ...whole, components: [1, 2, 3], scheme: 'forward' });
    await model.costs([[], []]);
    assert.equal(expected(), 75);
  });

  const others: Record<string, Model> = {
    'another cost': slow({ baseCosts: [1, 1] }),
    'other tensors': slow({}, { ...form, tensors: [form.tensors[1]!, form.tensors[0]!] }),
    'another parameter': slow({ values: async (_kind, _tensor, _start, count) => new Float64Array(count) }),
    'another cost beside the base point': slow({ costs: async (points) => new Float64Array(points.length) }),
    'a gradient in the last bit': slow(
      {},
      {
        ...form,
        gradient: (theta) => form.gradient(theta).map((part) => part!.map((x) => x * (1 + 2 ** -52))),
      },
    ),
  };
  for (const [what, copy] of Object.entries(others))
    it(`takes no copy with ${what}`, async () => {
      const { model, dropped } = pool(slow(), [copy]);
      assert.deepEqual(await model.sweep(whole), await slow().sweep(whole));
      assert.deepEqual([dropped.length, dropped[0]?.copy, model.evaluationsAtOnce], [1, copy, 1]);
      assert.equal(typeof dropped[0]!.reason, 'string');
    });

  it('does itself what a helper fails, and does not ask it again', async () => {
    let asked = 0;
    const failing = slow({
      sweep: () => {
        asked++;
        return Promise.reject(new Error('gone'));
      },
    });
    const { model, dropped } = pool(slow(), [failing, slow()]);
    assert.deepEqual(await model.sweep(whole), await slow().sweep(whole));
    assert.deepEqual(await model.sweep(whole), await slow().sweep(whole));
    assert.deepEqual([asked, dropped.length, model.evaluationsAtOnce], [1, 1, 2]);
  });

  it('fails where the first fails, with nothing under way then', async () => {
    let underWay = 0;
    const base = slow();
    const helper = slow({
      sweep: async (request) => {
        underWay++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        underWay--;
        return base.sweep(request);
      },
    });
    const { model } = pool(slow({ sweep: () => Promise.reject(new Error('no more')) }), [helper]);
    await assert.rejects(model.sweep(whole), /no more/);
    assert.equal(underWay, 0);
  });

  it('moves all, and takes nobody in before the base point is the start again', async () => {
    const waiting: Model[] = [slow()];
    const first = slow();
    const model = pooledModel(first, { expect: () => {}, take: () => waiting.splice(0), drop: () => {} });
    const point = [{ direction: { kind: 'component' as const, tensor: 1, index: 0 }, step: 1 }];
    const alone = slow();
    await alone.move(point);
    await model.move(point);
    assert.deepEqual(await model.sweep(whole), await alone.sweep(whole));
    assert.equal(model.evaluationsAtOnce, 1);
    await model.move([]);
    await model.sweep(whole);
    assert.equal(model.evaluationsAtOnce, 2);
    await model.move(point);
    assert.deepEqual(
      await model.sweep({ ...whole, tensor: 1, components: [0, 1, 2, 0, 1, 2] }),
      await alone.sweep({ ...whole, tensor: 1, components: [0, 1, 2, 0, 1, 2] }),
    );
  });

  it('dismisses who gives other numbers at another point', async () => {
    const helper = slow({ move: async () => ({ cost: 3, gradientNorms: [1, 1] }) });
    const { model, dropped } = pool(slow(), [helper]);
    await model.sweep(whole);
    await model.move([{ direction: { kind: 'parameter', tensor: 0 }, step: 1 }]);
    assert.deepEqual([dropped.length, model.evaluationsAtOnce], [1, 1]);
  });

  it('gives the same check', async () => {
    const settings = {
      step: 'auto',
      scheme: 'central',
      seed: 1,
      tensors: null,
      counts: { examples: null, classes: null },
    } as const;
    const { model } = pool(slow(), [slow(), slow()]);
    assert.deepEqual(await checkGradients(model, settings), await checkGradients(slow(), settings));
  });
});

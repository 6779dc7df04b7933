import assert from 'node:assert/strict';
import { checkGradients } from '../../../src/core/gradient/check';
import type { Scheme } from '../../../src/core/gradient/verdict';
import type { Model } from '../../../src/core/model';
import { closedFormModel } from './closedFormModel';

const value = [0.3, -0.7, 1.1, 0.2, -0.4];

/** J = Σ sin 3θᵢ, its gradient times a factor; the complex step says `imaginary` times the gradient. */
function sines(factor: number, imaginary = 1): Model {
  const slope = (x: number) => 3 * Math.cos(3 * x);
  const model = closedFormModel({
    tensors: [{ name: 'W', shape: [value.length], value }],
    cost: ([W]) => W!.reduce((sum, x) => sum + Math.sin(3 * x), 0),
    gradient: ([W]) => [W!.map((x) => factor * slope(x))],
  });
  return {
    ...model,
    sweep: (request) => {
      if (request.scheme !== 'complex') return model.sweep(request);
      const width = Float64Array.from(value, () => request.step);
      const plus = Float64Array.from(value, (x) => imaginary * slope(x) * request.step);
      return Promise.resolve({ plus, minus: new Float64Array(0), width });
    },
  };
}

async function checked(scheme: Scheme, model: Model, step: number | 'auto' = 'auto') {
  const counts = { examples: null, classes: null };
  return checkGradients(model, { step, scheme, seed: 1, tensors: null, counts });
}

describe('the schemes', () => {
  for (const scheme of ['central', 'forward', 'richardson', 'complex'] as const)
    it(`tell a right gradient from one that is off by 1 %: ${scheme}`, async () => {
      assert.equal((await checked(scheme, sines(1))).verdict, 'correct');
      assert.equal((await checked(scheme, sines(1.01))).verdict, 'wrong');
    });

  it('extrapolated differences take the longest steps, and err least but for the complex step', async () => {
    const of = async (scheme: Scheme) => (await checked(scheme, sines(1))).tensors[0]!;
    const [central, richardson, complex] = [await of('central'), await of('richardson'), await of('complex')];
    assert.ok(richardson.step > central.step);
    assert.ok(richardson.decision.relativeDifference < 1e-10);
    assert.ok(complex.decision.relativeDifference < 1e-15);
  });

  it('a cost that is not analytic accuses nobody, and acquits nobody', async () => {
    for (const [factor, imaginary] of [
      [1, 0.5],
      [0.5, 0.5],
      [1, 0],
    ] as const)
      assert.equal((await checked('complex', sines(factor, imaginary))).verdict, 'inconclusive');
  });

  it('a fixed ε of the complex step is not that of the differences', async () => {
    assert.equal((await checked('complex', sines(1), 1e-30)).verdict, 'correct');
  });

  it('the sweep of the step comes with every tensor', async () => {
    const { stepSweep, step } = (await checked('central', sines(1))).tensors[0]!;
    assert.equal(stepSweep!.chosen, step);
    const [, central] = stepSweep!.curves;
    const error = central!.errors[stepSweep!.steps.indexOf(step)]!;
    assert.ok(error <= 30 * Math.min(...central!.errors.filter((one) => one > 0)));
  });
});

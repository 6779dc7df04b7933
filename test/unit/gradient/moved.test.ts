import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients } from '../../../src/core/gradient/check';
import { movedModel } from '../../../src/core/gradient/moved';
import type { Point } from '../../../src/core/model';
import { float64Block } from '../../../src/core/float64Block';
import { closedFormModel } from './closedFormModel';

/** J = Σ θ⁴/4 with the gradient θ³, or with one that is wrong in proportion to (θ − 1). */
function quartic(value: readonly number[], isWrong = false) {
  return closedFormModel({
    tensors: [{ name: 'w', shape: [value.length], value }],
    cost: ([w]) => w!.reduce((sum, one) => sum + one ** 4 / 4, 0),
    gradient: ([w]) => [w!.map((one) => one ** 3 + (isWrong ? one - 1 : 0))],
  });
}

const settings = {
  step: 'auto',
  scheme: 'central',
  seed: 1,
  tensors: null,
  counts: { examples: null, classes: null },
} as const;
const by = (values: readonly number[]): Point => [
  { direction: { kind: 'values', tensor: 0, start: 0, data: float64Block(values) }, step: 1 },
];

describe('a model seen from another point', () => {
  it('has the cost, the parameters and the gradient of that point', async () => {
    const moved = await movedModel(quartic([1, 2]), by([1, -5]));
    assert.deepEqual([...(await moved.values('parameter', 0, 0, 2))], [2, -3]);
    assert.deepEqual([...(await moved.values('gradient', 0, 0, 2))], [8, -27]);
    assert.deepEqual([...moved.baseCosts], [24.25, 24.25]);
    assert.equal(moved.tensors[0]!.norm, Math.sqrt(13));
    assert.equal(moved.tensors[0]!.gradient!.norm, Math.hypot(8, 27));
  });

  it('moves on from there, and back to there', async () => {
    const moved = await movedModel(quartic([1, 2]), by([1, 1]));
    await moved.move(by([0.5, 0]));
    assert.deepEqual([...(await moved.values('parameter', 0, 0, 2))], [2.5, 3]);
    await moved.move([]);
    assert.deepEqual([...(await moved.values('parameter', 0, 0, 2))], [2, 3]);
  });

  it('leaves the original parameters to be restored exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        async (value, step) => {
          const model = quartic(value);
          const moved = await movedModel(model, [{ direction: { kind: 'parameter', tensor: 0 }, step }]);
          await moved.costs([by(value)]);
          await model.move([]);
          assert.deepEqual([...(await model.values('parameter', 0, 0, value.length))], value);
        },
      ),
    );
  });

  it('is checked as it is there: an error that cannot show at the start does', async () => {
    const model = quartic([1, 1, 1], true);
    assert.equal((await checkGradients(model, settings)).verdict, 'correct');
    const moved = await movedModel(model, by([0.5, -0.2, 1]));
    assert.equal((await checkGradients(moved, settings)).verdict, 'wrong');
    const right = await movedModel(quartic([1, 1, 1]), by([0.5, -0.2, 1]));
    assert.equal((await checkGradients(right, settings)).verdict, 'correct');
  });
});

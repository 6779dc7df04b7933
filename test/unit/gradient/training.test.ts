import assert from 'node:assert/strict';
import { descend } from '../../../src/core/gradient/training';
import { movedModel } from '../../../src/core/gradient/moved';
import { closedFormModel } from './closedFormModel';

interface Bowl {
  readonly scale?: number;
  readonly shift?: number;
  /** ĝ as a multiple of the true gradient. */
  readonly times?: number;
  readonly value?: readonly number[];
}

/** J = scale · ½Σ kᵢ θᵢ² + shift, with curvatures 1, 4 and 9. */
function bowl({ scale = 1, shift = 0, times = 1, value = [3, -2, 1] }: Bowl = {}) {
  const curvatures = [1, 4, 9];
  return closedFormModel({
    tensors: [{ name: 'w', shape: [3], value }],
    cost: ([w]) => scale * w!.reduce((sum, one, i) => sum + (curvatures[i]! * one ** 2) / 2, 0) + shift,
    gradient: ([w]) => [w!.map((one, i) => times * scale * curvatures[i]! * one)],
  });
}

describe('gradient descent with the model’s own gradients', () => {
  it('lowers the cost at every step, and tells where it ended', async () => {
    const { point, steps, costBefore, costAfter, learningRate } = await descend(bowl(), 5);
    assert.equal(steps, 5);
    assert.ok(learningRate > 0);
    assert.equal(costBefore, 17);
    assert.ok(costAfter < costBefore / 10);
    const moved = await movedModel(bowl(), point);
    assert.equal(moved.baseCosts[0], costAfter);
  });

  it('takes a step along the gradient', async () => {
    const model = bowl();
    const { learningRate } = await descend(model, 1);
    const expected = [3 - learningRate * 3, -2 + learningRate * 8, 1 - learningRate * 9];
    const found = await model.values('parameter', 0, 0, 3);
    expected.forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < 1e-14));
  });

  it('goes the same way whatever the unit of the cost', async () => {
    const end = async (one: Bowl) => {
      const model = bowl(one);
      await descend(model, 4);
      return [...(await model.values('parameter', 0, 0, 3))];
    };
    const usual = await end({});
    for (const one of [{ scale: 2 ** -27 }, { scale: 2 ** 27 }, { times: 8 }, { scale: 2 ** -600 }])
      assert.deepEqual(await end(one), usual);
    const shifted = await end({ shift: 1e8 });
    shifted.forEach((value, i) => assert.ok(Math.abs(value - usual[i]!) < 0.5));
  });

  it('makes no step where none lowers the cost', async () => {
    for (const one of [{ times: -1 }, { times: 0 }, { times: NaN }, { value: [0, 0, 0] }])
      assert.equal((await descend(bowl(one), 3)).steps, 0);
  });

  it('ends where no further step lowers the cost', async () => {
    const model = closedFormModel({
      tensors: [{ name: 'w', shape: [1], value: [2] }],
      cost: ([w]) => Math.abs(w![0]!),
      gradient: ([w]) => [[Math.sign(w![0]!)]],
    });
    const { steps, costAfter } = await descend(model, 50);
    assert.equal(costAfter, 0);
    assert.ok(steps < 50);
  });

  it('leaves a tensor without a gradient where it is', async () => {
    const model = closedFormModel({
      tensors: [
        { name: 'w', shape: [1], value: [2] },
        { name: 'b', shape: [1], value: [5] },
      ],
      cost: ([w]) => w![0]! ** 2,
      gradient: ([w]) => [[2 * w![0]!], null],
    });
    assert.ok((await descend(model, 2)).steps > 0);
    assert.equal((await model.values('parameter', 1, 0, 1))[0], 5);
  });
});

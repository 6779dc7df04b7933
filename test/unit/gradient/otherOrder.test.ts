import assert from 'node:assert/strict';
import { checkGradients } from '../../../src/core/gradient/check';
import { otherOrder } from '../../../src/core/gradient/otherOrder';
import { closedFormModel } from './closedFormModel';

const slopes = [1, -2, 3];

/** J = Σₜ slopeₜ · (sin θₜ₀ + sin θₜ₁), whose gradients are returned in an order. */
const orderOf = async (order: readonly number[], values = [0.1, 0.5, 0.9], factor = 1) => {
  const model = closedFormModel({
    tensors: values.map((value, t) => ({ name: `t${t}`, shape: [2], value: [value, -2 * value] })),
    cost: (theta) => theta.reduce((J, [a, b], t) => J + slopes[t]! * (Math.sin(a!) + Math.sin(b!)), 0),
    gradient: (theta) =>
      order.map((t) => Array.from(theta[t]!, (one) => factor * slopes[t]! * Math.cos(one))),
  });
  const counts = { examples: null, classes: null };
  return otherOrder(
    await checkGradients(model, { step: 'auto', scheme: 'central', seed: 1, tensors: null, counts }),
  );
};

describe('gradients in another order', () => {
  it('are found', async () => {
    assert.deepEqual(await orderOf([1, 0, 2]), [1, 0, 2]);
    assert.deepEqual(await orderOf([2, 0, 1]), [1, 2, 0]);
  });

  it('are none where the order is right, or where one is wrong', async () => {
    assert.equal(await orderOf([0, 1, 2]), null);
    assert.equal(await orderOf([1, 0, 2], undefined, 1.01), null);
    assert.equal(await orderOf([1, 1, 2]), null);
  });
});

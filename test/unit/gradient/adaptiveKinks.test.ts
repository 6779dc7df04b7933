import assert from 'node:assert/strict';
import { checkGradients, type CheckSettings } from '../../../src/core/gradient/check';
import { closedFormModel, normals, type ClosedForm } from './closedFormModel';

/** J = Σᵢ cᵢ·max(0, bᵢ + aᵢw) at b = 0 and w = 0, where every slope jumps; by convention the gradient is zero there. */
function allOnKinks(seed: number, size: number): ClosedForm {
  const normal = normals(seed);
  const [a, c] = [0, 1].map(() => Array.from({ length: size }, normal));
  const on = (b: Float64Array, w: number) => a!.map((one, i) => (b[i]! + one * w > 0 ? c![i]! : 0));
  return {
    tensors: [
      { name: 'b', shape: [size], value: new Array<number>(size).fill(0) },
      { name: 'w', shape: [1], value: [0] },
      { name: 'v', shape: [2], value: [0.5, -0.7] },
    ],
    cost: ([b, w, v]) =>
      a!.reduce((sum, one, i) => sum + c![i]! * Math.max(0, b![i]! + one * w![0]!), 0) +
      v![0]! ** 2 +
      v![1]! ** 2,
    gradient: ([b, w, v]) => {
      const slopes = on(b!, w![0]!);
      return [slopes, [slopes.reduce((sum, slope, i) => sum + slope * a![i]!, 0)], [2 * v![0]!, 2 * v![1]!]];
    },
  };
}

const settings: CheckSettings = {
  step: 'auto',
  scheme: 'central',
  effort: { method: 'adaptive', exhaustiveSeconds: 0, budget: 20_000 },
  seed: 1,
  tensors: null,
  counts: { examples: null, classes: null },
};

describe('the adaptive check at kinks', () => {
  it('never calls a right layer wrong that sits on its kinks', async () => {
    for (const size of [20, 60, 600])
      for (let seed = 1; seed <= 6; seed++) {
        const { verdict } = await checkGradients(closedFormModel(allOnKinks(seed, size)), settings);
        assert.notEqual(verdict, 'wrong', `${size} components, seed ${seed}`);
      }
  });

  it('still finds the wrong component among them, and tells no factor of one component', async () => {
    const form = allOnKinks(3, 60);
    const spoiled: ClosedForm = {
      ...form,
      gradient: (theta) =>
        form.gradient(theta).map((g, t) => (t === 0 ? Array.from(g!, (x, i) => (i === 7 ? x + 0.5 : x)) : g)),
    };
    const { verdict, tensors } = await checkGradients(closedFormModel(spoiled), settings);
    assert.equal(verdict, 'wrong');
    assert.deepEqual([tensors[0]!.mismatched, tensors[0]!.fit], [[7], null]);
  });
});

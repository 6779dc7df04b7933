import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients, type CheckSettings } from '../../../src/core/gradient/check';
import type { Block } from '../../../src/core/gradient/coverage';
import { indicesOf } from '../../../src/core/gradient/adaptive/box';
import { normBounds } from '../../../src/core/gradient/adaptive/interval';
import { closedFormModel, normals, type ClosedForm } from './closedFormModel';

function settings(budget = 20_000): CheckSettings {
  return {
    step: 'auto',
    scheme: 'central',
    effort: { method: 'adaptive', exhaustiveSeconds: 0, budget },
    seed: 1,
    tensors: null,
    counts: { examples: null, classes: null },
  };
}

/** J = Σ aᵢθᵢ² / 2 + θᵢ⁴ / 4 over a matrix. */
function quartic(
  shape: readonly number[],
  seed: number,
  spoil: (value: number, index: number) => number = (value) => value,
): ClosedForm {
  const size = shape.reduce((product, length) => product * length, 1);
  const normal = normals(seed);
  const a = Float64Array.from({ length: size }, normal);
  const value = Array.from({ length: size }, normal);
  return {
    tensors: [{ name: 'W', shape, value }],
    cost: ([theta]) => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (a[i]! * theta![i]! ** 2) / 2 + theta![i]! ** 4 / 4;
      return sum;
    },
    gradient: ([theta]) => [a.map((ai, i) => spoil(ai * theta![i]! + theta![i]! ** 3, i))],
  };
}

async function checked(form: ClosedForm, budget?: number) {
  const model = closedFormModel(form);
  const check = await checkGradients(model, settings(budget));
  return { check, tensor: check.tensors[0]!, evaluations: model.evaluations() };
}

function coveredTimes(blocks: readonly Block[], shape: readonly number[]): readonly number[] {
  const times = new Array<number>(shape.reduce((product, length) => product * length, 1)).fill(0);
  for (const block of blocks) for (const index of indicesOf(block, shape)) times[index]!++;
  return times;
}

describe('adaptive gradient check', () => {
  it('finds a right gradient correct within 200 evaluations', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { check, tensor, evaluations } = await checked(quartic([40, 50], seed));
      assert.equal(check.method, 'adaptive');
      assert.equal(check.verdict, 'correct');
      assert.ok(evaluations <= 200, `${evaluations} evaluations`);
      assert.ok(tensor.coverage!.relativeDifference.high <= 1e-7);
      assert.ok(tensor.numerical!.every(Number.isNaN), 'no component was measured by itself');
    }
  });

  it('finds any few wrong components, and only these; its blocks cover the tensor once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 16 }),
        fc.integer({ min: 5, max: 16 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        async (rows, columns, seed, picks) => {
          const wrong = [...new Set(picks.map((pick) => pick % (rows * columns)))].sort((x, y) => x - y);
          const form = quartic([rows, columns], seed, (value, i) =>
            wrong.includes(i) ? value * 1.5 + (value < 0 ? -0.5 : 0.5) : value,
          );
          const { check, tensor } = await checked(form);
          assert.equal(check.verdict, 'wrong');
          assert.deepEqual(
            [...tensor.mismatched].sort((x, y) => x - y),
            wrong,
          );
          const { blocks, complete } = tensor.coverage!;
          assert.ok(complete);
          assert.ok(coveredTimes(blocks, [rows, columns]).every((times) => times === 1));
        },
      ),
      { numRuns: 10 },
    );
  });

  it('names only components of a wrong row, or column', async () => {
    const [rows, columns] = [24, 40];
    for (const [name, isWrong] of [
      ['row', (i: number) => Math.floor(i / columns) === 7],
      ['column', (i: number) => i % columns === 11],
    ] as const) {
      const { check, tensor } = await checked(
        quartic([rows, columns], 3, (value, i) => (isWrong(i) ? value + 1 : value)),
      );
      assert.equal(check.verdict, 'wrong', name);
      assert.ok(tensor.mismatched.length > 0 && tensor.mismatched.every(isWrong), name);
    }
  });

  it('says that most of a tensor is wrong, and names the factor', async () => {
    for (const factor of [2, -1]) {
      const { check, tensor } = await checked(quartic([30, 40], 5, (value) => factor * value));
      assert.equal(check.verdict, 'wrong');
      assert.ok(tensor.coverage!.dense);
      assert.ok(Math.abs(tensor.fit!.factor - factor) < 1e-5);
    }
  });

  it('does not take a ReLU of zeros for an error', async () => {
    const [units, inputs] = [12, 10];
    const normal = normals(9);
    const x = Array.from({ length: inputs }, normal);
    const v = Array.from({ length: units }, normal);
    const z = (W: Float64Array, unit: number) =>
      x.reduce((sum, xi, i) => sum + W[unit * inputs + i]! * xi, 0);
    const out = (W: Float64Array) => v.reduce((sum, vu, unit) => sum + vu * Math.max(0, z(W, unit)), -0.7);
    const form: ClosedForm = {
      tensors: [{ name: 'W', shape: [units, inputs], value: new Array<number>(units * inputs).fill(0) }],
      cost: ([W]) => out(W!) ** 2 / 2,
      gradient: ([W]) => [v.flatMap((vu, unit) => x.map((xi) => (z(W!, unit) > 0 ? out(W!) * vu * xi : 0)))],
    };
    assert.notEqual((await checked(form)).check.verdict, 'wrong');
  });

  it('says that the budget ended the search', async () => {
    const { check, tensor, evaluations } = await checked(
      quartic([40, 50], 6, (value, i) => (i % 97 === 0 ? value + 1 : value)),
      60,
    );
    assert.equal(check.verdict, 'wrong');
    assert.equal(tensor.coverage!.complete, false);
    assert.ok(evaluations < 1000);
  });

  it('looks at components where the rounding of a large constant drowns directions, if the budget allows', async () => {
    const form = quartic([20, 20], 3);
    const shifted = { ...form, cost: (theta: Parameters<ClosedForm['cost']>[0]) => 1e11 + form.cost(theta) };
    const { check, tensor } = await checked(shifted);
    assert.equal(check.verdict, 'correct');
    assert.equal(tensor.coverage, null);
    const little = await checked(shifted, 300);
    assert.equal(little.check.verdict, 'inconclusive');
    assert.ok(little.tensor.coverage !== null);
  });

  it('bounds a norm in 95% of cases', () => {
    const normal = normals(11);
    let within = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = normBounds([3 * normal(), 3 * normal(), 3 * normal()]);
      if (low <= 3 && 3 <= high) within++;
    }
    assert.ok(within / trials > 0.93 && within / trials < 0.98, String(within / trials));
  });
});

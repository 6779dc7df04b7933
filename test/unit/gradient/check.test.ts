import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients, type CheckSettings } from '../../../src/core/gradient/check';
import { closedFormModel, normals, type ClosedForm } from './closedFormModel';

const settings: CheckSettings = {
  step: 'auto',
  scheme: 'central',
  seed: 1,
  tensors: null,
  counts: { examples: 10, classes: null },
};

/** J = Σ aᵢθᵢ² / 2 + θᵢ⁴ / 4: smooth, with every third derivative. */
function quartic(size: number, seed: number, spoil: (gradient: number[]) => number[] = (g) => g): ClosedForm {
  const normal = normals(seed);
  const a = Array.from({ length: size }, normal);
  const value = Array.from({ length: size }, normal);
  return {
    tensors: [{ name: 'theta', shape: [size], value }],
    cost: ([theta]) => a.reduce((sum, ai, i) => sum + (ai * theta![i]! ** 2) / 2 + theta![i]! ** 4 / 4, 0),
    gradient: ([theta]) => [spoil(a.map((ai, i) => ai * theta![i]! + theta![i]! ** 3))],
  };
}

/** Hidden layer of ReLU units at exactly zero: every component of W sits on a kink. */
function deadCentre(seed: number): ClosedForm {
  const normal = normals(seed);
  const units = 4;
  const x = Array.from({ length: 3 }, normal);
  const w2 = Array.from({ length: units }, normal);
  const y = 0.7;
  const forward = ([W, v]: readonly Float64Array[]) => {
    const z = Array.from({ length: units }, (_, u) => x.reduce((sum, xi, i) => sum + W![u * 3 + i]! * xi, 0));
    return { z, out: z.reduce((sum, zu, u) => sum + Math.max(0, zu) * v![u]!, 0) - y };
  };
  return {
    tensors: [
      { name: 'W', shape: [units, 3], value: new Array<number>(units * 3).fill(0) },
      { name: 'v', shape: [units], value: w2 },
    ],
    cost: (theta) => forward(theta).out ** 2 / 2,
    gradient: (theta) => {
      const { z, out } = forward(theta);
      return [
        z.flatMap((zu, u) => x.map((xi) => (zu > 0 ? out * theta[1]![u]! * xi : 0))),
        z.map((zu) => out * Math.max(0, zu)),
      ];
    },
  };
}

describe('gradient check', () => {
  it('finds a wrong gradient whose square is no number any more', async () => {
    const large = (factor: number): ClosedForm => ({
      tensors: [{ name: 'theta', shape: [2], value: [1, 2] }],
      cost: ([theta]) => 1e200 * (theta![0]! ** 2 + theta![1]! ** 2),
      gradient: ([theta]) => [[2e200 * theta![0]!, factor * 2e200 * theta![1]!]],
    });
    assert.equal((await checkGradients(closedFormModel(large(1)), settings)).verdict, 'correct');
    const { verdict, relativeDifference } = await checkGradients(closedFormModel(large(1.5)), settings);
    assert.equal(verdict, 'wrong');
    assert.ok(relativeDifference > 0.1 && relativeDifference < 0.3, String(relativeDifference));
  });

  it('says no factor of all gradients where a small one is right', async () => {
    const model = closedFormModel({
      tensors: [
        { name: 'large', shape: [2], value: [1, 2] },
        { name: 'small', shape: [2], value: [3e-4, 1e-4] },
      ],
      cost: ([a, b]) => 1e4 * (a![0]! ** 2 + a![1]! ** 2) + b![0]! ** 2 + b![1]! ** 2,
      gradient: ([a, b]) => [
        [3e4 * a![0]!, 3e4 * a![1]!],
        [2 * b![0]!, 2 * b![1]!],
      ],
    });
    const { tensors, commonFactor } = await checkGradients(model, settings);
    assert.deepEqual(
      tensors.map(({ decision }) => decision.verdict),
      ['wrong', 'correct'],
    );
    assert.equal(commonFactor, null);
  });

  it('gives 3.0301 and 3.0001 for θ³ at 1 with ε = 0.01', async () => {
    const cubic: ClosedForm = {
      tensors: [{ name: 'theta', shape: [], value: [1] }],
      cost: ([theta]) => theta![0]! ** 3,
      gradient: ([theta]) => [[3 * theta![0]! ** 2]],
    };
    for (const [scheme, expected] of [
      ['forward', 3.0301],
      ['central', 3.0001],
    ] as const) {
      const result = await checkGradients(closedFormModel(cubic), { ...settings, step: 0.01, scheme });
      assert.equal(result.tensors[0]!.numerical![0]!.toFixed(10), expected.toFixed(10));
    }
    const automatic = await checkGradients(closedFormModel(cubic), settings);
    assert.equal(automatic.verdict, 'correct');
    assert.ok(Math.abs(automatic.tensors[0]!.numerical![0]! - 3) < 1e-9);
  });

  it('finds a right gradient correct whatever its scale', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: -8, max: 8 }),
        async (size, seed, exponent) => {
          const scale = 10 ** exponent;
          const form = quartic(size, seed);
          const scaled: ClosedForm = {
            ...form,
            cost: (theta) => scale * form.cost(theta),
            gradient: (theta) => form.gradient(theta).map((g) => Array.from(g!, (value) => scale * value)),
          };
          assert.equal((await checkGradients(closedFormModel(scaled), settings)).verdict, 'correct');
        },
      ),
      { numRuns: 100 },
    );
  });

  it('finds one wrong component, and only that', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(),
        async (size, seed, pick) => {
          const at = pick % size;
          const spoiled = quartic(size, seed, (g) =>
            g.map((value, i) => (i === at ? value * 1.5 + (value < 0 ? -0.1 : 0.1) : value)),
          );
          const result = await checkGradients(closedFormModel(spoiled), settings);
          assert.equal(result.verdict, 'wrong');
          assert.deepEqual(result.tensors[0]!.mismatched, [at]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes a layer that sits on a kink for correct, and says how many components', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const result = await checkGradients(closedFormModel(deadCentre(seed)), settings);
      assert.equal(result.verdict, 'correct', `seed ${seed}`);
      assert.ok(result.tensors[0]!.kinks.length > 0, `seed ${seed}`);
    }
  });

  it('still finds an error in a layer that sits on a kink', async () => {
    const form = deadCentre(3);
    const result = await checkGradients(
      closedFormModel({
        ...form,
        gradient: (theta) =>
          form.gradient(theta).map((g, t) => (t === 0 ? Array.from(g!, (v) => v + 0.3) : g)),
      }),
      settings,
    );
    assert.equal(result.verdict, 'wrong');
  });

  it('resolves a component that only the finer step measures', async () => {
    // Random directions see a parabola, which suits the longest step; component 0 then crosses a kink.
    for (let seed = 1; seed <= 600; seed++) {
      const value = Array.from({ length: 40 }, normals(seed));
      const edge = value[0]! + 0.06;
      const form = (spoil: number): ClosedForm => ({
        tensors: [{ name: 'theta', shape: [40], value }],
        cost: ([theta]) =>
          theta!.reduce((sum, t) => sum + t ** 2 / 2, 0) + Math.max(0, theta![0]! - edge) * 3,
        gradient: ([theta]) => [
          Array.from(theta!, (t, i) => (i === 0 ? (1 + spoil) * t + (t > edge ? 3 : 0) : t)),
        ],
      });
      const right = await checkGradients(closedFormModel(form(0)), settings);
      assert.equal(right.verdict, 'correct');
      assert.ok(right.relativeDifference < 1e-7, `seed ${seed}: ${right.relativeDifference} over all`);
      assert.equal((await checkGradients(closedFormModel(form(0.01)), settings)).verdict, 'wrong');
    }
  });

  it('resolves a component that is much steeper than the rest of its tensor', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const value = Array.from({ length: 40 }, normals(seed));
      const steep = (t: number) => 1e-3 * Math.cos(20 * (t - value[0]!) + 1);
      const form = (spoil: number): ClosedForm => ({
        tensors: [{ name: 'theta', shape: [40], value }],
        cost: ([theta]) => theta!.reduce((sum, t) => sum + t ** 2 / 2, 0) + steep(theta![0]!),
        gradient: ([theta]) => [
          Array.from(theta!, (t, i) =>
            i === 0 ? (1 + spoil) * (t - 0.02 * Math.sin(20 * (t - value[0]!) + 1)) : t,
          ),
        ],
      });
      const verdict = async (spoil: number) =>
        (await checkGradients(closedFormModel(form(spoil)), settings)).verdict;
      assert.equal(await verdict(0), 'correct', `seed ${seed}`);
      assert.equal(await verdict(0.01), 'wrong', `seed ${seed}`);
    }
  });

  it('tells a right gradient from a wrong one where all weights are tiny', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const verdict = async (form: ClosedForm) =>
        (await checkGradients(closedFormModel(form), settings)).verdict;
      const form = deadCentre(seed);
      const normal = normals(seed + 50);
      const tensors = form.tensors.map((one) => ({ ...one, value: one.value.map(() => 1e-7 * normal()) }));
      assert.equal(await verdict({ ...form, tensors }), 'correct', `seed ${seed}`);
      const twice = form.gradient;
      const doubled: ClosedForm = {
        ...form,
        tensors,
        gradient: (theta) => twice(theta).map((g, t) => (t === 0 ? Array.from(g!, (v) => 2 * v) : g)),
      };
      assert.equal(await verdict(doubled), 'wrong', `seed ${seed}`);
    }
  });

  it('names a factor that all tensors share, once', async () => {
    const form = deadCentre(5);
    const value = normals(9);
    const moved: ClosedForm = {
      ...form,
      tensors: form.tensors.map((tensor) => ({ ...tensor, value: tensor.value.map(() => value()) })),
      gradient: (theta) => form.gradient(theta).map((g) => Array.from(g!, (v) => 10 * v)),
    };
    const result = await checkGradients(closedFormModel(moved), settings);
    assert.equal(result.verdict, 'wrong');
    assert.ok(Math.abs(result.commonFactor!.factor - 10) < 1e-4);
  });

  it('finds a random cost inconclusive', async () => {
    const form = quartic(3, 1);
    const noise = normals(2);
    const result = await checkGradients(
      closedFormModel({ ...form, cost: (theta) => form.cost(theta) + 0.01 * noise() }),
      settings,
    );
    assert.equal(result.verdict, 'inconclusive');
    assert.equal(result.tensors[0]!.obstacle!.kind, 'cost-random');
  });

  it('accuses no gradient where the cost is another one by the end', async () => {
    let calls = 0;
    const result = await checkGradients(
      closedFormModel({
        tensors: [{ name: 'w', shape: [3], value: [1, 2, 3] }],
        cost: ([w]) => w!.reduce((sum, x) => sum + x * x, 0) * (calls++ < 20 ? 1 : 2),
        gradient: ([w]) => [w!.map((x) => 2 * x)],
      }),
      settings,
    );
    assert.deepEqual([result.verdict, result.tensors[0]!.obstacle!.kind], ['inconclusive', 'cost-random']);
  });

  it('calls a missing, misshapen or non-finite gradient wrong, and a tensor nothing reaches correct', async () => {
    const form = quartic(4, 1);
    const verdictOf = async (gradient: ClosedForm['gradient']) =>
      (await checkGradients(closedFormModel({ ...form, gradient }), settings)).tensors[0]!;
    assert.equal((await verdictOf(() => [null])).obstacle!.kind, 'gradient-missing');
    assert.equal((await verdictOf(() => [[1, 2]])).obstacle!.kind, 'gradient-shape');
    const notFinite = await verdictOf(() => [[1, NaN, 2, 3]]);
    assert.deepEqual(
      [notFinite.obstacle!.kind, notFinite.decision.verdict],
      ['gradient-not-finite', 'wrong'],
    );

    const unused = await checkGradients(
      closedFormModel({
        tensors: [...form.tensors, { name: 'unused', shape: [2], value: [1, 2] }],
        cost: form.cost,
        gradient: (theta) => [...form.gradient(theta), null],
      }),
      settings,
    );
    assert.deepEqual(
      unused.tensors.map(({ decision }) => decision.verdict),
      ['correct', 'correct'],
    );
  });

  it('makes the step smaller, then one-sided, where it leaves the domain of the cost', async () => {
    const edge: ClosedForm = {
      tensors: [{ name: 'theta', shape: [2], value: [1e-7, 2] }],
      cost: ([theta]) => theta![0]! * Math.log(theta![0]!) + theta![1]! ** 2,
      gradient: ([theta]) => [[Math.log(theta![0]!) + 1, 2 * theta![1]!]],
    };
    const result = await checkGradients(closedFormModel(edge), settings);
    assert.notEqual(result.verdict, 'wrong');
  });

  it('is not led astray by a large constant in the cost', async () => {
    const form = quartic(10, 4);
    const lifted = { ...form, cost: (theta: readonly Float64Array[]) => form.cost(theta) + 1e8 };
    const result = await checkGradients(closedFormModel(lifted), settings);
    assert.ok(['correct', 'inconclusive'].includes(result.verdict));
    const signFlipped = {
      ...lifted,
      gradient: (theta: readonly Float64Array[]) =>
        form.gradient(theta).map((g) => Array.from(g!, (v) => -v)),
    };
    assert.equal((await checkGradients(closedFormModel(signFlipped), settings)).verdict, 'wrong');
  });
});

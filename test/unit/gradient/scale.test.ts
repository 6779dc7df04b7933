import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients, type CheckSettings } from '../../../src/core/gradient/check';
import type { Method, Verdict } from '../../../src/core/gradient/verdict';
import { closedFormModel, normals, type ClosedForm } from './closedFormModel';

const settings = (method: Method): CheckSettings => ({
  step: 'auto',
  scheme: 'central',
  effort: { method, exhaustiveSeconds: 0, budget: 20_000 },
  seed: 1,
  tensors: null,
  counts: { examples: 6, classes: null },
});

const [inputs, units, examples] = [5, 6, 6] as const;

/** One layer of tanh units and a squared error over a few examples; with `error`, one component of dW is off by that share. */
function network(seed: number, size: number, error: number): ClosedForm {
  const normal = normals(seed);
  const many = (count: number, scale = 1) => Array.from({ length: count }, () => scale * normal());
  const [x, y] = [many(inputs * examples, 1 / size), many(units * examples)];
  const hidden = (w: ArrayLike<number>, b: ArrayLike<number>, u: number, e: number) => {
    let z = b[u]! / size;
    for (let i = 0; i < inputs; i++) z += w[u * inputs + i]! * x[i * examples + e]!;
    return Math.tanh(z);
  };
  const each = (visit: (u: number, e: number) => void) => {
    for (let u = 0; u < units; u++) for (let e = 0; e < examples; e++) visit(u, e);
  };
  return {
    tensors: [
      { name: 'W', shape: [units, inputs], value: many(units * inputs, size) },
      { name: 'b', shape: [units], value: many(units, size) },
    ],
    cost: ([w, b]) => {
      let sum = 0;
      each((u, e) => (sum += (hidden(w!, b!, u, e) - y[u * examples + e]!) ** 2));
      return sum / (2 * examples);
    },
    gradient: ([w, b]) => {
      const [dW, db] = [new Float64Array(units * inputs), new Float64Array(units)];
      each((u, e) => {
        const a = hidden(w!, b!, u, e);
        const dz = ((a - y[u * examples + e]!) * (1 - a * a)) / examples;
        for (let i = 0; i < inputs; i++) dW[u * inputs + i]! += dz * x[i * examples + e]!;
        db[u]! += dz / size;
      });
      dW[seed % dW.length]! *= 1 + error;
      return [dW, db];
    },
  };
}

/** A planted error is to be found where it is no smaller a share of the gradient than this: adaptive checks resolve 10⁻⁵. */
const tellingShare = 1e-4;

/** Leaves out errors in a component that is next to nothing beside the others. */
function meant(form: ClosedForm, seed: number, error: number): ClosedForm {
  const [dW] = form.gradient(form.tensors.map(({ value }) => Float64Array.from(value)));
  const own = Math.abs(dW![seed % dW!.length]! * error);
  fc.pre(error === 0 || own >= tellingShare * 2 * Math.hypot(...Array.from(dW!)));
  return form;
}

/** The same model with c·J + d for J. */
function scaled(form: ClosedForm, c: number, d = 0): ClosedForm {
  return {
    ...form,
    cost: (theta) => c * form.cost(theta) + d,
    gradient: (theta) =>
      form.gradient(theta).map((values) => (values === null ? null : values.map((value) => c * value))),
  };
}

async function verdictOf(form: ClosedForm, method: Method): Promise<Verdict> {
  return (await checkGradients(closedFormModel(form), settings(method))).verdict;
}

const opposite = (one: Verdict, other: Verdict) =>
  [one, other].sort().join() === (['correct', 'wrong'] as const).join();

for (const method of ['exhaustive', 'adaptive'] as const)
  describe(`the verdict at other scales, ${method}`, function () {
    this.timeout(60_000);
    const any = [fc.integer({ min: 1, max: 10_000 }), fc.constantFrom(0, 0, 0.05, 0.5, -2)] as const;

    it('is the same when the cost is multiplied by a power of two', async () => {
      await fc.assert(
        fc.asyncProperty(...any, fc.integer({ min: -60, max: 60 }), async (seed, error, power) => {
          const form = network(seed, 1, error);
          assert.equal(await verdictOf(scaled(form, 2 ** power), method), await verdictOf(form, method));
        }),
        { numRuns: 25 },
      );
    });

    it('is right for right gradients and wrong for wrong ones, whatever the cost is multiplied by', async () => {
      await fc.assert(
        fc.asyncProperty(...any, fc.constantFrom(1e-8, 1e-3, 1, 1e3, 1e8), async (seed, error, factor) => {
          const found = await verdictOf(scaled(meant(network(seed, 1, error), seed, error), factor), method);
          assert.equal(found, error === 0 ? 'correct' : 'wrong');
        }),
        { numRuns: 25 },
      );
    });

    it('is never the opposite with a large constant added', async () => {
      await fc.assert(
        fc.asyncProperty(...any, fc.constantFrom(1e4, 1e8, -1e8, 1e12), async (seed, error, constant) => {
          const found = await verdictOf(
            scaled(meant(network(seed, 1, error), seed, error), 1, constant),
            method,
          );
          assert.ok(!opposite(found, error === 0 ? 'correct' : 'wrong'), found);
        }),
        { numRuns: 25 },
      );
    });

    it('is never the opposite with parameters of another size', async () => {
      await fc.assert(
        fc.asyncProperty(...any, fc.constantFrom(1e-4, 1e-2, 1e2, 1e4), async (seed, error, size) => {
          const found = await verdictOf(meant(network(seed, size, error), seed, error), method);
          assert.ok(!opposite(found, error === 0 ? 'correct' : 'wrong'), found);
        }),
        {
          numRuns: 25,
          // Beside the base point these units are saturated: the error shrinks there with the gradient.
          examples: [2, 37, 46, 78].map((seed): [number, number, number] => [seed, 0.05, 1e4]),
        },
      );
    });
  });

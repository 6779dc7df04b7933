import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Point } from '../../../src/core/model';
import { bindNamespace } from './support';

/** Ways in which a model keeps its parameter: the value, and the array that must not change around it. */
const containers: Readonly<Record<string, (values: readonly number[]) => readonly [unknown, unknown]>> = {
  'a Float64Array': (values) => both(Float64Array.from(values)),
  'a Float32Array': (values) => both(Float32Array.from(values)),
  'nested arrays': (values) => both(values.map((value) => [value, -value])),
  'a view of a larger array': (values) => {
    const whole = Float64Array.from([7, ...values, 7]);
    return [whole.subarray(1, -1), whole];
  },
};

function both(value: unknown): readonly [unknown, unknown] {
  return [value, value];
}

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 });

describe('the parameters of a JavaScript model', () => {
  for (const [name, contain] of Object.entries(containers)) {
    it(`are put back bit for bit, also where the model throws: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          values,
          fc.double({ min: 1e-9, max: 10 }),
          fc.nat(5),
          fc.integer({ min: 1, max: 6 }),
          async (theta, step, seed, throwsAt) => {
            const [W, whole] = contain(theta);
            const before = structuredClone(whole);
            let evaluations = 0;
            let isBound = false;
            const moved = new Set<string>();
            const parameters = { W };
            const cost = () => {
              moved.add(String(parameters.W));
              evaluations++;
              if (isBound && evaluations === throwsAt) throw new Error('no cost here');
              return 1;
            };
            const gradientLens = () => ({
              parameters,
              cost,
              gradients: () => ({ W: structuredClone(W) }),
            });
            const [session] = await bindNamespace({ gradientLens }, ['W']);
            assert.deepEqual(whole, before, 'bound');
            // Bound numbers may have been given more digits: from here on it is those that must stay.
            const bound = structuredClone(parameters.W);
            const check = (after: string) => {
              assert.deepEqual(whole, before, after);
              assert.deepEqual(parameters.W, bound, after);
            };
            isBound = true;
            evaluations = 0;

            const count = theta.length;
            for (const scheme of ['central', 'forward'] as const) {
              await session.sweep({ tensor: 0, components: { start: 0, count }, step, scheme });
              check(scheme);
            }
            const point: Point = [
              { direction: { kind: 'normal', tensor: 0, start: 0, count, seed, unit: true }, step },
              { direction: { kind: 'component', tensor: 0, index: 0 }, step },
              { direction: { kind: 'parameter', tensor: 0 }, step },
            ];
            await session.costs({ points: [point, [], point] });
            check('costs');
            await session.move({ point });
            await session.move({ point: [] });
            check('move');
            if (theta.every((value) => Math.abs(value) < 1e3))
              assert.ok(moved.size > 1, 'it was moved at all');
          },
        ),
        { numRuns: 40, seed: 1 },
      );
    });
  }
});

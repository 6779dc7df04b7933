import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Generator } from '../../../../src/core/random';
import { networkOf } from '../../../../src/core/activation/structure/networkOf';
import { transposesOf } from '../../../../src/core/activation/structure/transposes';
import { combine, map, multiply, normal, Run, transpose, type Matrix } from './runs';

interface Made {
  readonly w: Matrix;
  readonly x: Matrix;
  readonly z: number;
  readonly a: number;
  dz: number;
}

/** A script without names of weights, rows as examples: every transpose of its backward loop is an array of its own. */
function script(sizes: readonly number[], examples: number, seed: number): { run: Run; layers: Made[] } {
  const random = new Generator(seed);
  const run = new Run('rows');
  let h = normal(random, examples, sizes[0]!);
  run.raw('X', 1, h);
  const weights = sizes.slice(1).map((units, l) => {
    const w = normal(random, sizes[l]!, units, Math.sqrt(1 / sizes[l]!));
    run.raw(null, 2, w);
    return w;
  });
  const layers = weights.map((w, l): Made => {
    const [x, z] = [h, multiply(h, w)];
    const at = run.raw('z', 4, z);
    h = map(z, (v) => (l + 1 < weights.length ? Math.tanh(v) : 1 / (1 + Math.exp(-v))));
    return { w, x, z: at, a: run.raw('h', 5, h), dz: -1 };
  });
  let d = map(h, (p, i, j) => (p - ((i + j) % 2)) / examples);
  let dz = run.raw('d', 6, d);
  for (const layer of layers.toReversed()) {
    layer.dz = dz;
    run.raw(null, 8, transpose(layer.x));
    run.raw(null, 8, multiply(transpose(layer.x), d));
    run.raw(null, 9, transpose(layer.w));
    d = multiply(d, transpose(layer.w));
    run.raw('d', 9, d);
    d = combine(d, layer.x, (g, a) => g * (1 - a * a));
    dz = run.raw('d', 10, d);
  }
  return { run, layers };
}

describe('transposes that a run makes', () => {
  it('are neither weights nor inputs of layers', () => {
    const size = fc.integer({ min: 3, max: 9 });
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 3, maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (hidden, outputs, seed) => {
          const { run, layers } = script([...hidden, outputs], 24, seed);
          const found = networkOf(run.trace, [], null).layers;
          assert.deepEqual(
            found.map(({ weights }) => weights?.shape),
            layers.map(({ w }) => [w.rows, w.columns]),
          );
          found.forEach(({ preActivation, activation, preActivationGradient }, k) => {
            const { z, a, dz } = layers[k]!;
            assert.equal(preActivation?.statistics, run.records[z]!.statistics, `Z${k + 1}`);
            assert.equal(activation?.statistics, run.records[a]!.statistics, `A${k + 1}`);
            if (preActivationGradient !== null)
              assert.equal(preActivationGradient.statistics, run.records[dz]!.statistics, `dZ${k + 1}`);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('belong to the first of their kind; a copy of that has none', () => {
    const run = new Run('rows');
    const a = normal(new Generator(1), 3, 5);
    [a, transpose(a), a, map(a, (x) => -x), transpose(a)].forEach((m) => run.raw(null, 1, m));
    assert.deepEqual(
      [...transposesOf(run.records)],
      [
        [1, 0],
        [4, 0],
      ],
    );
  });
});

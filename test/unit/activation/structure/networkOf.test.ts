import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Layer, LayerArray, Network } from '../../../../src/core/activation/network';
import { Generator } from '../../../../src/core/random';
import { networkOf } from '../../../../src/core/activation/structure/networkOf';
import { findProducts } from '../../../../src/core/activation/structure/products';
import { relationOf } from '../../../../src/core/activation/structure/relation';
import { viewsOf } from '../../../../src/core/activation/structure/views';
import { weightClasses } from '../../../../src/core/activation/structure/weights';
import {
  combine,
  dense,
  functions,
  map,
  matrix,
  multiply,
  normal,
  Run,
  transpose,
  type DenseOptions,
  type FunctionName,
  type Matrix,
  type Truth,
} from './runs';

function network(run: Run): Network {
  return networkOf(run.trace, run.tensors, null);
}

/** True if an array of a layer is that of these records. */
function assertRole(run: Run, array: LayerArray | null, records: readonly number[], role: string): void {
  assert.ok(array !== null, `${role} is missing`);
  const first = run.records[records[0]!]!;
  if (records.length === 1)
    assert.ok(array.statistics === first.statistics, `${role} is ${array.name} of line ${array.place?.line}`);
  assert.equal(array.arrays, records.length, role);
  assert.equal(array.place?.line, first.place?.line, role);
}

function assertLayers(run: Run, truth: readonly Truth[], layers: readonly Layer[]): void {
  assert.deepEqual(
    layers.map(({ weights }) => weights?.name),
    truth.map(({ w }) => w),
  );
  layers.forEach((layer, k) => {
    const expected = truth[k]!;
    assert.equal(layer.number, k + 1);
    assert.equal(layer.biases?.name ?? null, expected.b, `bias of layer ${k + 1}`);
    assertRole(run, layer.preActivation, expected.z, `Z${k + 1}`);
    assertRole(run, layer.activation, expected.a, `A${k + 1}`);
    if (expected.dz.length > 0) assertRole(run, layer.preActivationGradient, expected.dz, `dZ${k + 1}`);
    if (expected.da.length > 0) assertRole(run, layer.activationGradient, expected.da, `dA${k + 1}`);
  });
}

/** Every layer is found, and of its arrays none is wrong; some may be missing. */
function assertRoles(run: Run, truth: readonly Truth[], layers: readonly Layer[]): void {
  assert.deepEqual(
    layers.map(({ weights }) => weights?.name),
    truth.map(({ w }) => w),
  );
  layers.forEach((layer, k) => {
    const { z, a, dz, da } = truth[k]!;
    for (const [array, records, role] of [
      [layer.preActivation, z, 'Z'],
      [layer.activation, a, 'A'],
      [layer.preActivationGradient, dz, 'dZ'],
      [layer.activationGradient, da, 'dA'],
    ] as const)
      if (array !== null) assertRole(run, array, records, `${role}${k + 1}`);
  });
}

describe('layers from the numbers of a run', () => {
  it('a dense network', () => {
    const { run, truth } = dense({ sizes: [4, 6, 5, 3], examples: 9, hidden: 'relu', output: 'sigmoid' });
    const { layers, examples, nonFinite, input } = network(run);
    assertLayers(run, truth, layers);
    assert.deepEqual(
      layers.map(({ activationFunction }) => activationFunction),
      ['relu', 'relu', 'sigmoid'].map((name) => ({ name, parameter: null, from: 'values' })),
    );
    assert.deepEqual([examples, nonFinite, input?.name], [9, null, 'x']);
    assert.deepEqual([layers[0]!.preActivation!.unitsAxis, layers[0]!.preActivation!.examplesAxis], [0, 1]);
    assert.deepEqual(
      layers.map(({ weights }) => [weights!.fanIn, weights!.fanOut, weights!.outputsFirst]),
      [
        [4, 6, true],
        [6, 5, true],
        [5, 3, true],
      ],
    );
  });

  it('any architecture and layout: every Z, A, ∂J/∂Z and ∂J/∂A is of its layer', () => {
    const names = Object.keys(functions) as FunctionName[];
    fc.assert(
      fc.property(
        fc.record({
          sizes: fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 3, maxLength: 8 }),
          examples: fc.integer({ min: 4, max: 9 }),
          hidden: fc.constantFrom(...names),
          output: fc.constantFrom(...names),
          layout: fc.constantFrom('columns' as const, 'rows' as const),
          turned: fc.boolean(),
          biases: fc.constantFrom('none' as const, 'zero' as const, 'random' as const, 'last' as const),
          separate: fc.boolean(),
          loop: fc.boolean(),
          seed: fc.integer({ min: 1, max: 1e6 }),
        }),
        (options: DenseOptions) => {
          const { run, truth } = dense(options);
          // Units that are all dead leave gradients of zeros, which no number tells apart.
          fc.pre(
            run.records.every(({ rows, columns }) =>
              [...rows, ...columns].every((slice) => slice.some((x) => x !== 0)),
            ),
          );
          assertLayers(run, truth, network(run).layers);
        },
      ),
      { numRuns: 120, seed: 5 },
    );
  });

  it('150 identical layers 1.5·I', () => {
    const { run, truth } = dense({
      sizes: Array.from({ length: 151 }, () => 5),
      examples: 7,
      hidden: 'identity',
      biases: 'none',
      loop: true,
      weight: (_, i, j) => (i === j ? 1.5 : 0),
    });
    const { layers } = network(run);
    assertLayers(run, truth, layers);
    const growth = layers.at(-1)!.activation!.statistics.rms / layers[0]!.activation!.statistics.rms;
    assert.ok(Math.abs(growth / 1.5 ** 149 - 1) < 1e-12);
  });

  it('float32', () => {
    const { run, truth } = dense({
      sizes: [40, 64, 64, 64, 10],
      examples: 30,
      hidden: 'relu',
      output: 'identity',
      dtype: 'float32',
      layout: 'rows',
    });
    assertLayers(run, truth, network(run).layers);
  });

  it('a single example, as a column, a row or a vector', () => {
    for (const layout of ['columns', 'rows'] as const) {
      for (const vectors of [false, true]) {
        for (const separate of [false, true]) {
          const { run, truth } = dense({
            sizes: [4, 6, 5, 3],
            examples: 1,
            hidden: 'tanh',
            layout,
            vectors,
            separate,
          });
          assertLayers(run, truth, network(run).layers);
        }
      }
    }
  });

  it('one call for each example, or minibatches: layers of several arrays', () => {
    for (const examples of [1, 5]) {
      const { run, truth } = dense({ sizes: [4, 6, 3], examples, hidden: 'tanh', passes: 4, loop: true });
      const { layers, examples: all } = network(run);
      assertLayers(run, truth, layers);
      assert.equal(layers[0]!.preActivation!.statistics.count, 4 * 6 * examples);
      assert.equal(all, 4 * examples);
    }
  });

  it('values that vanish under the bias', () => {
    const { run, truth } = dense({
      sizes: Array.from({ length: 31 }, () => 8),
      examples: 9,
      hidden: 'relu',
      loop: true,
      gradients: false,
      weight: (l, i, j) => Math.sin(100 * l + 7 * i + 3.3 * j) * 1e-8,
    });
    const { layers } = network(run);
    assert.deepEqual(
      layers.map(({ weights }) => weights?.name),
      truth.map(({ w }) => w),
    );
    layers.forEach((layer, k) => {
      assertRole(run, layer.preActivation, truth[k]!.z, `Z${k + 1}`);
      assertRole(run, layer.activation, truth[k]!.a, `A${k + 1}`);
    });
  });

  it('overflow: the layers after it are taken over from those before, and the first infinity has its layer', () => {
    const { run, truth } = dense({
      sizes: Array.from({ length: 61 }, () => 5),
      examples: 7,
      hidden: 'identity',
      biases: 'none',
      loop: true,
      gradients: false,
      weight: (_, i, j) => (i === j ? 1e8 : 0),
    });
    const { layers, nonFinite } = network(run);
    assertLayers(run, truth, layers);
    // 1e8³⁹ exceeds 1.8e308.
    assert.deepEqual([nonFinite?.layer, nonFinite?.kind, nonFinite?.backward], [39, 'infinity', false]);
  });

  it('overflow in W A of the statement Z = W A + b: it is of the layer of that Z', () => {
    const { run } = dense({
      sizes: Array.from({ length: 61 }, () => 5),
      examples: 7,
      hidden: 'relu',
      loop: true,
      gradients: false,
      weight: (_, i, j) => (i === j ? 1e8 : 0),
    });
    const { records } = run;
    records.forEach((record, at) => {
      const next = records[at + 1];
      if (record.target === null) records[at] = { ...record, place: next!.place };
    });
    const { nonFinite } = network(run);
    assert.deepEqual([nonFinite?.layer, nonFinite?.name], [39, 'an array']);
  });

  it('NaN in a parameter: it is to blame, not the product that it spoils', () => {
    const { run } = dense({
      sizes: [4, 5, 3],
      examples: 7,
      hidden: 'tanh',
      biases: 'none',
      loop: false,
      gradients: false,
      weight: (layer, i, j) => (layer === 1 ? NaN : i - j),
    });
    const { nonFinite } = network(run);
    assert.deepEqual(
      [nonFinite?.name, nonFinite?.place, nonFinite?.count, nonFinite?.of],
      ['W1', null, 20, 20],
    );
  });

  it('of a file that only ran, weights are arrays of the run; of a file that trains, the first step is looked at', () => {
    for (const layout of ['columns', 'rows'] as const) {
      const options = { sizes: [4, 6, 5, 3], examples: 9, hidden: 'tanh', layout, load: true } as const;
      const { run, truth } = dense(options);
      assertLayers(run, truth, network(run).layers);
      for (const seed of [2, 3]) run.records.push(...dense({ ...options, seed }).run.records);
      assertLayers(run, truth, network(run).layers);
    }
  });

  it('parameters in one vector: the weights are what the run makes of it', () => {
    const { run, truth } = dense({ sizes: [4, 6, 5, 3], examples: 9, hidden: 'tanh', load: true });
    run.parameter('theta', { rows: 40, columns: 1, values: new Float64Array(40).fill(0.5) }, true);
    assertLayers(run, truth, network(run).layers);
  });

  it('weights in one axis, inputs or outputs first: they are the matrices that the products show', () => {
    for (const outputsFirst of [true, false]) {
      const random = new Generator(3);
      const run = new Run('columns', 'float64', true);
      const sizes = [5, 7, 4, 1];
      const weights = sizes.slice(1).map((units, l) => normal(random, units, sizes[l]!));
      weights.forEach((w, l) => {
        const { values, rows, columns } = outputsFirst ? w : transpose(w);
        run.parameter(`w${l}`, { rows: rows * columns, columns: 1, values }, true);
      });
      let a = normal(random, sizes[0]!, 1);
      run.outside('x', a);
      const made = weights.map((w) => {
        const z = run.add('z', 4, multiply(w, a));
        a = map(multiply(w, a), Math.tanh);
        return [z, run.add('a', 5, a)] as const;
      });
      const { layers } = network(run);
      assert.deepEqual(
        layers.map(({ weights: own }) => [own?.fanIn, own?.fanOut]),
        weights.map((w) => [w.columns, w.rows]),
      );
      assert.deepEqual(layers[0]!.weights!.shape, outputsFirst ? [7, 5] : [5, 7]);
      layers.forEach(({ preActivation, activation }, l) => {
        assertRole(run, preActivation, [made[l]![0]], `Z${l + 1}`);
        assertRole(run, activation, [made[l]![1]], `A${l + 1}`);
      });
    }
  });

  it('of many weights, each array is compared with a few', () => {
    const depth = 320;
    const { run, truth } = dense({
      sizes: Array.from({ length: depth + 1 }, () => 16),
      examples: 17,
      hidden: 'tanh',
      loop: true,
    });
    const { records, parameters } = run.trace;
    let compared = 0;
    const candidates = parameters.map((record, tensor) => ({ record, tensor, at: null, name: 'W' }));
    const classes = weightClasses(candidates).map((one) => ({
      ...one,
      readings: one.readings.map((reading) => ({
        ...reading,
        get vectors() {
          compared += 1;
          return reading.vectors;
        },
      })),
    }));
    const products = findProducts(records, records.map(viewsOf), classes, parameters);
    const outputs = new Set(products.map(({ output }) => output.record));
    // W A stands right before W A + b.
    assert.ok(truth.every(({ z }) => outputs.has(z[0]! - 1)));
    assert.ok(compared < 40 * records.length, `${compared} comparisons of ${records.length} arrays`);
  });

  it('a deep script whose weights have no names, and a backward loop: neither activations nor gradients are weights', () => {
    const [depth, width, examples] = [60, 32, 40];
    const random = new Generator(7);
    const run = new Run('rows');
    let h = normal(random, examples, width);
    run.raw('X', 1, h);
    const weights = Array.from({ length: depth }, (_, l) => {
      const drawn = normal(random, width, l + 1 < depth ? width : 4);
      run.raw(null, 2, drawn);
      const scaled = map(drawn, (x) => 0.4 * x);
      run.raw(null, 2, scaled);
      return scaled;
    });
    const made = weights.map((w) => {
      const z = multiply(h, w);
      const at = { input: h, w, z: run.raw(null, 4, z) };
      h = map(z, (x) => Math.max(0, x));
      return { ...at, a: run.raw('h', 4, h) };
    });
    let d = normal(random, examples, 4);
    run.raw('d', 6, d);
    for (const { input, w } of made.toReversed()) {
      run.raw(null, 8, multiply(transpose(input), d));
      d = multiply(d, transpose(w));
      run.raw('d', 9, d);
      d = combine(d, input, (x, a) => (a > 0 ? x : 0));
      run.raw('d', 10, d);
    }
    const { layers } = network(run);
    assert.deepEqual(
      layers.map(({ weights: own, from }) => [own?.shape.join(), from]),
      weights.map((w) => [`${width},${w.columns}`, 'product']),
    );
    layers.forEach(({ preActivation, activation }, k) => {
      assertRole(run, preActivation, [made[k]!.z], `Z${k + 1}`);
      assertRole(run, activation, [made[k]!.a], `A${k + 1}`);
    });
  });

  it('symmetric weights are said to be so', () => {
    const { run, truth } = dense({ sizes: [4, 5, 5, 2], examples: 6, hidden: 'tanh', weight: () => 0.1 });
    const { layers } = network(run);
    assertLayers(run, truth, layers);
    assert.ok(layers.every(({ weights }) => weights!.symmetric));
  });

  describe('where numbers cannot tell, no array is given to a wrong layer', () => {
    const equal = (depth: number, width: number): number[] => Array.from({ length: depth + 1 }, () => width);
    /** A number in [−1, 1] that looks random. */
    const scattered = (l: number, i: number, j: number): number =>
      Math.sin(43_758.5453 * Math.sin(12.9898 * l + 78.233 * i + 37.719 * j));

    for (const loop of [false, true]) {
      const where = loop ? 'in a loop' : 'line by line';

      it(`ReLU that overflows, ${where}: gradients that are all NaN are told by their names`, () => {
        for (const widths of [equal(60, 8), Array.from({ length: 61 }, (_, k) => 8 + (k % 3))]) {
          const { run, truth } = dense({
            sizes: widths,
            examples: 10,
            hidden: 'relu',
            loop,
            weight: (l, i, j) => 1e8 * scattered(l, i, j),
          });
          const { layers, nonFinite } = network(run);
          assertRoles(run, truth, layers);
          assert.equal(
            layers.filter(({ preActivationGradient }) => preActivationGradient === null).length,
            0,
          );
          assert.equal(nonFinite?.backward, false);
        }
      });

      it(`a last layer of one unit after an overflow, ${where}: it has its Z, and no function of another`, () => {
        for (const layout of ['columns', 'rows'] as const) {
          const { run, truth } = dense({
            sizes: [...equal(60, 8), 1],
            examples: 10,
            hidden: 'relu',
            output: 'identity',
            layout,
            loop,
            weight: (l, i, j) => 1e8 * scattered(l, i, j),
          });
          const { layers } = network(run);
          assertRoles(run, truth, layers);
          const last = layers.at(-1)!;
          assertRole(run, last.preActivation, truth.at(-1)!.z, 'Z61');
          assert.ok(last.preActivation!.statistics.nan > 0);
          assert.deepEqual([last.activation, last.activationFunction], [null, null]);
          for (const { number, preActivationGradient } of layers.slice(0, -1))
            assert.ok(preActivationGradient !== null, `dZ${number} is missing`);
        }
      });

      it(`weights that are all zero in the middle, ${where}`, () => {
        for (const hidden of ['relu', 'tanh'] as const) {
          const { run, truth } = dense({
            sizes: equal(8, 6),
            examples: 9,
            hidden,
            loop,
            weight: (l, i, j) => (l === 4 ? 0 : scattered(l, i, j)),
          });
          assertLayers(run, truth, network(run).layers);
        }
      });

      it(`a dead layer, ${where}: its gradients are exactly zero`, () => {
        const { run, truth } = dense({
          sizes: equal(8, 6),
          examples: 9,
          hidden: 'relu',
          loop,
          weight: (l, i, j) => Math.abs(scattered(l, i, j)) * (l === 4 ? -4 : 0.6),
        });
        assertLayers(run, truth, network(run).layers);
      });
    }

    it('1e8·I with ReLU and gradients', () => {
      const { run, truth } = dense({
        sizes: equal(60, 5),
        examples: 7,
        hidden: 'relu',
        biases: 'zero',
        loop: true,
        weight: (_, i, j) => (i === j ? 1e8 : 0),
      });
      assertRoles(run, truth, network(run).layers);
    });
  });

  it('ReLU just below the overflow is no softmax of the zeros of the backward pass', () => {
    const values = (of: (i: number, j: number) => number): Matrix => matrix(5, 7, of);
    const run = new Run();
    const z = run.raw(
      'Z',
      1,
      values((i, j) => 1e305 * Math.cos(3 * i + 5 * j)),
    );
    const zero = run.raw(
      'dZ',
      2,
      values(() => 0),
    );
    const exact = run.raw(
      'A',
      3,
      values((i, j) => Number(i === greatestOf(j))),
    );
    assert.equal(relationOf(run.records[z]!, run.records[zero]!, 0), null);
    assert.equal(relationOf(run.records[z]!, run.records[exact]!, 0)?.activation?.name, 'softmax');

    function greatestOf(j: number): number {
      return [0, 1, 2, 3, 4].reduce((best, i) =>
        Math.cos(3 * i + 5 * j) > Math.cos(3 * best + 5 * j) ? i : best,
      );
    }
  });

  it('a ReLU of which almost all is 0 is one, if what is left went through', () => {
    const sparse = (i: number, j: number): number =>
      i === 20 && j > 5 ? 0.1 * j : -1 - Math.cos(3 * i + 5 * j) ** 2;
    const run = new Run();
    const z = run.raw('Z', 1, matrix(30, 40, sparse));
    const [a, scaled] = [1, 2].map((factor) =>
      run.raw(
        'A',
        2,
        matrix(30, 40, (i, j) => factor * Math.max(0, sparse(i, j))),
      ),
    );
    const name = (at: number): string | undefined =>
      relationOf(run.records[z]!, run.records[at]!, 0)?.activation?.name;
    assert.deepEqual([name(a!), name(scaled!)], ['relu', undefined]);
  });

  it('a last layer whose function is not known has no activation, unless Z itself is compared with the targets', () => {
    const options = { sizes: [4, 6, 3], examples: 9, hidden: 'tanh', output: 'identity' } as const;
    const compared = network(dense(options).run).layers.at(-1)!;
    assert.deepEqual(compared.activationFunction, { name: 'identity', parameter: null, from: 'values' });
    const other = network(dense({ ...options, gradients: false }).run).layers.at(-1)!;
    assert.deepEqual([other.activation, other.activationFunction], [null, null]);
  });
});

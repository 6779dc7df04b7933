import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Network } from '../../../../src/core/activation/network';
import { networkOf } from '../../../../src/core/activation/structure/networkOf';
import { stackedExamples } from '../../../../src/core/activation/structure/stackedExamples';
import { Generator } from '../../../../src/core/random';
import { combine, functions, map, matrix, multiply, normal, Run, transpose, type Matrix } from './runs';

type Hidden = 'tanh' | 'sigmoid';

interface Options {
  readonly examples: number;
  readonly sizes: readonly [number, number, number];
  readonly hidden: Hidden;
  /** True if Z is an array of its own; false if each sum goes to φ at once. */
  readonly withZ: boolean;
  /** True if the run makes the products of the backward pass as well. */
  readonly backward?: boolean;
  /** True if the outputs are single numbers that no array holds. */
  readonly outputsLost?: boolean;
  readonly flat?: boolean;
  readonly seed?: number;
}

/** One example after another: h = φ(W₁ x + b₁), y = W₂ h + b₂, and Wᵀ of a gradient. Everything is a vector. */
function loop(options: Options): Run {
  const { examples, sizes, hidden, withZ } = options;
  const random = new Generator(options.seed ?? 1);
  const run = new Run('columns', 'float64', true);
  const [w1, w2] = [normal(random, sizes[1], sizes[0]), normal(random, sizes[2], sizes[1])];
  const [b1, b2] = [normal(random, sizes[1], 1), normal(random, sizes[2], 1)];
  const parameter = (name: string, value: Matrix): void =>
    run.parameter(
      name,
      options.flat ? matrix(value.rows * value.columns, 1, (k) => value.values[k]!) : value,
      options.flat,
    );
  parameter('W1', w1);
  run.parameter('b1', b1, true);
  parameter('W2', w2);
  run.parameter('b2', b2, true);
  const x = normal(random, sizes[0], examples);
  run.outside('X', transpose(x));
  for (let n = 0; n < examples; n++) {
    const xn = matrix(sizes[0], 1, (i) => x.values[i * examples + n]!);
    const z = combine(multiply(w1, xn), b1, (p, q) => p + q);
    if (withZ) run.add('z', 3, z);
    const h = map(z, functions[hidden].f);
    run.add('h', 4, h);
    const y = combine(multiply(w2, h), b2, (p, q) => p + q);
    if (!options.outputsLost) run.add('y', 5, y);
    if (!options.backward) continue;
    const dy = normal(random, sizes[2], 1);
    run.add('dy', 6, dy);
    run.add('dh', 7, multiply(transpose(w2), dy));
  }
  return run;
}

function network(run: Run, examples: number | null): Network {
  return networkOf(run.trace, run.tensors, examples);
}

/** Both layers, with all examples in their statistics. */
function assertBoth({ layers, input }: Network, { examples, sizes, hidden }: Options): void {
  assert.deepEqual(
    layers.map(({ weights, biases }) => [weights?.name, biases?.name]),
    [
      ['W1', 'b1'],
      ['W2', 'b2'],
    ],
  );
  assert.equal(layers[0]!.activationFunction?.name, hidden);
  assert.deepEqual(
    layers.map(({ activation, preActivation }) => (activation ?? preActivation)!.statistics.count),
    [examples * sizes[1], examples * sizes[2]],
  );
  assert.deepEqual(input?.shape, [examples, sizes[0]]);
}

describe('layers of a loop over examples', () => {
  const shapes = fc.record({
    examples: fc.integer({ min: 2, max: 7 }),
    sizes: fc.tuple(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 4 }),
    ),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  it('where each sum goes to φ at once, Z being in no array', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom('tanh' as const, 'sigmoid' as const),
        fc.boolean(),
        (shape, hidden, told) => {
          const options = { ...shape, hidden, withZ: false };
          assertBoth(network(loop(options), told ? shape.examples : null), options);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('with weights in flat arrays, row after row', () => {
    const options: Options = { examples: 4, sizes: [2, 5, 3], hidden: 'tanh', withZ: false, flat: true };
    const found = network(loop(options), 4);
    assertBoth(found, options);
    assert.deepEqual(
      found.layers.map(({ weights }) => weights?.shape),
      [
        [5, 2],
        [3, 5],
      ],
    );
  });

  it('takes no product of the backward pass for a layer', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, withZ) => {
        const options = { ...shape, hidden: 'tanh' as const, withZ, backward: true };
        assertBoth(network(loop(options), shape.examples), options);
      }),
      { numRuns: 20 },
    );
  });

  it('takes Wᵀ ∂J/∂Y for no layer where the outputs themselves are in no array', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, flat) => {
        const lost = { hidden: 'tanh' as const, withZ: false, backward: true, outputsLost: true };
        const options = { ...shape, ...lost, flat };
        const { layers } = network(loop(options), shape.examples);
        assert.deepEqual(
          layers.map(({ weights }) => weights?.name),
          ['W1'],
        );
      }),
      { numRuns: 200 },
    );
  });

  it('finds none where the arrays are of other weights', () => {
    const { records } = loop({
      examples: 5,
      sizes: [3, 4, 2],
      hidden: 'sigmoid',
      withZ: false,
      seed: 1,
    }).trace;
    const other = loop({ examples: 5, sizes: [3, 4, 2], hidden: 'sigmoid', withZ: false, seed: 2 });
    const found = networkOf({ ...other.trace, records }, other.tensors, 5);
    assert.deepEqual(
      found.layers.filter(({ from }) => from === 'product'),
      [],
    );
  });

  it('finds none where a weight of 0 leaves φ(0), whatever comes in', () => {
    const run = new Run('columns', 'float64', true);
    run.parameter(
      'W',
      matrix(3, 2, (i, j) => i + j + 1),
    );
    run.outside(
      'x',
      matrix(2, 1, () => 0),
    );
    run.add(
      'h',
      2,
      matrix(3, 1, () => 0.5),
    );
    assert.deepEqual(network(run, 1).layers, []);
  });
});

describe('softmax of scores that are in no array', () => {
  it('is told by the ratio of two units', () => {
    const random = new Generator(3);
    const run = new Run('rows', 'float64');
    const [w, x] = [normal(random, 3, 4), normal(random, 4, 6)];
    run.parameter('W', transpose(w));
    run.outside('X', x);
    const powers = map(multiply(w, x), Math.exp);
    const sum = (j: number): number => [0, 1, 2].reduce((total, i) => total + powers.values[i * 6 + j]!, 0);
    run.add(
      'p',
      2,
      map(powers, (value, _, j) => value / sum(j)),
    );
    const [layer, ...others] = network(run, 6).layers;
    assert.deepEqual(
      [layer?.weights?.name, layer?.activationFunction?.name, others.length],
      ['W', 'softmax', 0],
    );
  });
});

describe('vectors of one place as a matrix', () => {
  it('has their rows, columns and statistics', () => {
    const run = new Run('columns', 'float64', true);
    const rows = [
      [0, 1, -2],
      [0, 3, 0],
      [0, 0, 0],
    ];
    for (const row of rows)
      run.add(
        'h',
        4,
        matrix(3, 1, (i) => row[i]!),
      );
    const [stacked, ...others] = stackedExamples(run.trace, 3);
    assert.equal(others.length, 0);
    const [record, ...rest] = stacked!.records;
    assert.equal(rest.length, 0);
    assert.deepEqual(record!.shape, [3, 3]);
    assert.deepEqual(
      record!.rows.map((row) => [...row]),
      rows.slice(0, 2),
    );
    assert.deepEqual(
      record!.columns.map((column) => [...column]),
      [
        [0, 0, 0],
        [1, 3, 0],
      ],
    );
    const { count, zeros, zeroSlices, greatest } = record!.statistics;
    assert.deepEqual(
      { count, zeros, zeroSlices, greatest },
      { count: 9, zeros: 6, zeroSlices: [1, 1], greatest: 3 },
    );
  });

  it('is read by passes and by layers where a place made several for each example', () => {
    const run = new Run('columns', 'float64', true);
    for (let k = 0; k < 6; k++)
      run.add(
        'h',
        4,
        matrix(2, 1, (i) => 10 * k + i + 1),
      );
    const first = stackedExamples(run.trace, 3).map(({ records }) =>
      records.map(({ columns }) => [...columns[0]!]),
    );
    assert.deepEqual(first, [
      [[1, 11, 21]],
      [
        [1, 21, 41],
        [11, 31, 51],
      ],
    ]);
  });

  it('is none where no place made several vectors', () => {
    const run = new Run('columns', 'float64', true);
    run.add(
      'h',
      4,
      matrix(2, 1, (i) => i + 1),
    );
    run.add(
      'g',
      5,
      matrix(2, 1, (i) => i + 1),
    );
    assert.deepEqual(stackedExamples(run.trace, 2), []);
  });
});

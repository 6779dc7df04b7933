import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Perturbation, Point } from '../../../../src/core/model';
import { Generator } from '../../../../src/core/random';
import { orthogonalMatrix } from '../../../../src/core/activation/initialization/orthogonal';
import {
  CannotReinitialize,
  label,
  reinitialization,
} from '../../../../src/core/activation/initialization/reinitialize';
import { tensorsOf, type WeightTensor } from '../../../../src/core/activation/initialization/tensors';
import type { AuditedScheme } from '../../../../src/core/activation/schemes';
import { arrayOf, layerOf, networkOf, weightsOf } from './network';

const weights: readonly WeightTensor[] = [
  { tensor: 0, shape: [30, 50], fanIn: 50, fanOut: 30, outputsFirst: true },
  { tensor: 2, shape: [30, 4], fanIn: 30, fanOut: 4, outputsFirst: false },
];
const biases = [{ tensor: 1, size: 30, fanIn: 50 }];

/** What a point adds to tensors that are zero, of directions that carry their numbers. */
function valuesAt(point: Point, tensor: number, size: number): Float64Array {
  const values = new Float64Array(size);
  for (const { direction, step } of point) {
    if (direction.tensor !== tensor) continue;
    if (direction.kind === 'component') values[direction.index]! += step;
    if (direction.kind !== 'values') continue;
    const bytes = Buffer.from(direction.data, 'base64');
    for (let i = 0; i < bytes.length / 8; i++)
      values[direction.start + i]! += step * bytes.readDoubleLE(8 * i);
  }
  return values;
}

const scheme = (name: AuditedScheme | 'orthogonal', factor = 1) =>
  ({ kind: 'scheme', scheme: name, factor }) as const;

/** The product of the rows of a matrix with each other is c²·I. */
function rowsOrthogonal(values: Float64Array, rows: number, columns: number, square: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k < columns; k++) product += values[i * columns + k]! * values[j * columns + k]!;
      assert.ok(Math.abs(product - (i === j ? square : 0)) < 1e-12, `${i}, ${j}: ${product}`);
    }
  }
}

describe('Weights made anew', () => {
  it('are taken away exactly, and drawn with the deviation of the scheme', () => {
    const expected = {
      he: Math.sqrt(2 / 50),
      xavier: Math.sqrt(1 / 50),
      lecun: Math.sqrt(1 / 50),
      glorot: Math.sqrt(2 / 80),
    };
    for (const [name, deviation] of Object.entries(expected)) {
      const point = reinitialization(scheme(name as AuditedScheme, 2), weights, biases, 9);
      const [own, drawn] = point;
      assert.deepEqual(own, { direction: { kind: 'parameter', tensor: 0 }, step: -1 } satisfies Perturbation);
      assert.ok(
        drawn!.direction.kind === 'normal' && !drawn!.direction.unit && drawn!.direction.count === 1500,
      );
      assert.ok(Math.abs(drawn!.step - 2 * deviation) < 1e-15);
      // The biases become zero.
      assert.deepEqual(
        point.filter(({ direction }) => direction.tensor === 1),
        [{ direction: { kind: 'parameter', tensor: 1 }, step: -1 }],
      );
      const seeds = point.flatMap(({ direction }) => (direction.kind === 'normal' ? [direction.seed] : []));
      assert.equal(new Set(seeds).size, 2);
    }
  });

  it('are uniform with PyTorch’s default, as the biases are', () => {
    const point = reinitialization(scheme('pytorch', 3), weights, biases, 9);
    const w = valuesAt(point, 0, 1500);
    const bound = 3 / Math.sqrt(50);
    assert.ok(w.every((x) => Math.abs(x) <= bound) && w.some((x) => Math.abs(x) > 0.99 * bound));
    const square = w.reduce((sum, x) => sum + x * x, 0) / 1500;
    assert.ok(Math.abs(square / (9 / 150) - 1) < 0.1);
    const b = valuesAt(point, 1, 30);
    assert.ok(b.every((x) => x !== 0 && Math.abs(x) <= 1 / Math.sqrt(50)));
    assert.notDeepEqual(valuesAt(reinitialization(scheme('pytorch', 3), weights, biases, 10), 0, 1500), w);
  });

  it('are orthogonal along the shorter side, also kernels', () => {
    const kernel: WeightTensor = {
      tensor: 3,
      shape: [3, 3, 2, 5],
      fanIn: 18,
      fanOut: 45,
      outputsFirst: null,
    };
    const point = reinitialization(scheme('orthogonal', 1.5), [...weights, kernel], [], 4);
    rowsOrthogonal(valuesAt(point, 0, 1500), 30, 50, 2.25);
    const transposed = (values: Float64Array, rows: number, columns: number): Float64Array =>
      Float64Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
    rowsOrthogonal(transposed(valuesAt(point, 2, 120), 30, 4), 4, 30, 2.25);
    rowsOrthogonal(transposed(valuesAt(point, 3, 90), 18, 5), 5, 18, 2.25);
  });

  it('are a multiple of I, cut where they are not square', () => {
    const point = reinitialization({ kind: 'identity', factor: 0.5 }, weights, biases, 1);
    const w = valuesAt(point, 2, 120);
    assert.deepEqual(
      [...w].flatMap((x, i) => (x === 0 ? [] : [[i, x]])),
      [0, 1, 2, 3].map((i) => [5 * i, 0.5]),
    );
  });

  it('are multiplied by a factor, and the biases stay', () => {
    assert.deepEqual(reinitialization({ kind: 'factor', factor: 3 }, weights, biases, 1), [
      { direction: { kind: 'parameter', tensor: 0 }, step: 2 },
      { direction: { kind: 'parameter', tensor: 2 }, step: 2 },
    ]);
  });

  it('cannot be made of nothing, of too much, or of a kernel for I', () => {
    const how = scheme('orthogonal');
    const large = { ...weights[0]!, shape: [2000, 1001], fanIn: 1001, fanOut: 2000 };
    const kernel = { ...weights[0]!, shape: [3, 3, 2, 5], outputsFirst: null };
    const cases = [
      [() => reinitialization(how, [], biases, 1), /^No weights/],
      [
        () => reinitialization(how, [large], [], 1),
        /2\.0 million weights; orthogonal is made for up to 2 million\.$/,
      ],
      [() => reinitialization({ kind: 'identity', factor: 1 }, [kernel], [], 1), /two axes.*3 × 3 × 2 × 5/],
      [() => reinitialization(how, [{ ...kernel, fanIn: 7 }], [], 1), /not known along which axis/],
    ] as const;
    for (const [run, message] of cases) {
      assert.throws(run, (error) => error instanceof CannotReinitialize && message.test(error.message));
    }
    assert.ok(reinitialization(scheme('he'), [large], [], 1).length > 0);
  });

  it('have names', () => {
    const names = [
      scheme('he'),
      scheme('he', 2),
      scheme('pytorch', 0.5),
      scheme('orthogonal', Math.SQRT2),
    ].map(label);
    assert.deepEqual(names, ['He', 'He × 2', 'PyTorch default × 0.5', 'orthogonal × 1.41']);
    assert.equal(label({ kind: 'identity', factor: 1.5 }), '1.5·I');
    assert.equal(label({ kind: 'identity', factor: -1 }), '−1·I');
    assert.equal(label({ kind: 'factor', factor: 1e-7 }), 'present weights × 1.00 × 10⁻⁷');
    assert.equal(label({ kind: 'lsuv' }), 'LSUV');
  });
});

describe('Tensors that can be made anew', () => {
  const layer = (number: number, tensor: number | null) => {
    const { statistics } = arrayOf('b', new Float64Array(3), [3, 1]);
    return layerOf(number, 'relu', weightsOf(new Float64Array(12), 4, 3, tensor), {
      biases: { tensor: tensor === null ? null : tensor + 1, name: 'b', statistics },
    });
  };

  it('are weights and biases as a whole, shared ones once', () => {
    const network = networkOf([
      layer(1, 0),
      layer(2, 2),
      layer(3, 0),
      layer(4, null),
      layerOf(5, 'relu', null),
    ]);
    const sizes = [12, 3, 40, 3].map((size) => ({ size }));
    assert.deepEqual(tensorsOf(network, sizes), {
      weights: [{ tensor: 0, shape: [3, 4], fanIn: 4, fanOut: 3, outputsFirst: true }],
      biases: [
        { tensor: 1, size: 3, fanIn: 4 },
        { tensor: 3, size: 3, fanIn: 4 },
      ],
    });
  });
});

describe('Orthogonal matrices', () => {
  it('have orthonormal rows or columns, of any size', () => {
    const side = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(side, side, fc.integer(), (rows, columns, seed) => {
        const matrix = orthogonalMatrix(rows, columns, new Generator(seed));
        if (rows <= columns) return rowsOrthogonal(matrix, rows, columns, 1);
        const turned = matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
        rowsOrthogonal(turned, columns, rows, 1);
      }),
    );
  });

  it('are spread evenly: no entry is larger than another in the mean, and none has a sign', () => {
    const generator = new Generator(2);
    const rounds = 4000;
    const sums = new Float64Array(6);
    const squares = new Float64Array(6);
    for (let round = 0; round < rounds; round++) {
      orthogonalMatrix(2, 3, generator).forEach((x, i) => {
        sums[i]! += x;
        squares[i]! += x * x;
      });
    }
    // The mean square is 1/3 with the variance 4/45, by the moments of a point on a sphere.
    sums.forEach((sum) => assert.ok(Math.abs(sum / rounds) < 5 * Math.sqrt(1 / 3 / rounds)));
    squares.forEach((sum) => assert.ok(Math.abs(sum / rounds - 1 / 3) < 5 * Math.sqrt(4 / 45 / rounds)));
  });
});

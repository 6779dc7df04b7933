import assert from 'node:assert/strict';
import fc from 'fast-check';
import { elementwise, type ElementwiseFunction } from '../../../../src/core/activation/functions';
import { recognizeActivation } from '../../../../src/core/activation/recognition/recognizeActivation';
import { Generator } from '../../../../src/core/random';

const functions: readonly (readonly [ElementwiseFunction, number | null])[] = [
  ['identity', null],
  ['relu', null],
  ['leaky-relu', 0.01],
  ['leaky-relu', 0.2],
  ['elu', 1],
  ['elu', 0.5],
  ['gelu', null],
  ['silu', null],
  ['tanh', null],
  ['sigmoid', null],
  ['softplus', null],
];

function normals(seed: number, count: number, scale = 1): Float64Array {
  const generator = new Generator(seed);
  return Float64Array.from({ length: count }, () => scale * generator.normal());
}

const single = (values: Float64Array): Float64Array => Float64Array.from(new Float32Array(values));

describe('recognition of the activation function', () => {
  for (const [name, parameter] of functions) {
    const { value } = elementwise(name, parameter);
    const label = `${name}${parameter === null ? '' : ` ${parameter}`}`;

    it(`recognises ${label} in float64 and float32, whatever the scale`, () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.integer({ min: 30, max: 2000 }),
          fc.constantFrom(0.1, 1, 4),
          fc.boolean(),
          (seed, count, scale, inSingle) => {
            const round = inSingle ? single : (x: Float64Array): Float64Array => x;
            const z = round(normals(seed, count, scale));
            const found = recognizeActivation(z, round(z.map(value)));
            assert.equal(found?.name, name);
            if (parameter === null) assert.equal(found.parameter, null);
            else assert.ok(Math.abs(found.parameter! - parameter) < 1e-6);
          },
        ),
        { numRuns: 40, seed: 1 },
      );
    });

    it(`recognises ${label} behind dropout`, () => {
      for (const keep of [0.5, 0.8, 0.9]) {
        for (const scaled of [true, false]) {
          const generator = new Generator(7);
          const z = normals(3, 400);
          const a = z.map((x) => (generator.uniform() < keep ? value(x) / (scaled ? keep : 1) : 0));
          assert.equal(recognizeActivation(z, a)?.name, name, `keep ${keep}`);
        }
      }
    });

    it(`never takes noisy ${label} for a function`, () => {
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom(1e-2, 1e-3, 1e-4), (seed, noise) => {
          const z = normals(seed, 200);
          const generator = new Generator(seed + 1);
          assert.equal(
            recognizeActivation(
              z,
              z.map((x) => value(x) + noise * generator.normal()),
            ),
            null,
          );
        }),
        { numRuns: 30, seed: 2 },
      );
    });
  }

  it('recognises the tanh form of GELU, and formulas that lose digits', () => {
    const z = normals(5, 500, 2);
    const gelu = z.map((x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))));
    assert.equal(recognizeActivation(z, gelu)?.name, 'gelu');
    const tanh = single(z).map((x) => {
      const [up, down] = [Math.fround(Math.exp(x)), Math.fround(Math.exp(-x))];
      return Math.fround(Math.fround(up - down) / Math.fround(up + down));
    });
    assert.equal(recognizeActivation(single(z), tanh)?.name, 'tanh');
    const elu = single(z).map((x) => (x > 0 ? x : Math.fround(Math.fround(Math.exp(x)) - 1)));
    assert.deepEqual(recognizeActivation(single(z), elu)?.name, 'elu');
    // Abramowitz and Stegun 7.1.26, right to 1.5e-7.
    const erf = (x: number): number => {
      const t = 1 / (1 + 0.3275911 * Math.abs(x));
      const sum = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce(
        (s, c) => s * t + c,
        0,
      );
      return Math.sign(x) * (1 - sum * t * Math.exp(-x * x));
    };
    assert.equal(
      recognizeActivation(
        z,
        z.map((x) => 0.5 * x * (1 + erf(x / Math.SQRT2))),
      )?.name,
      'gelu',
    );
  });

  it('recognises half precision', () => {
    const half = (values: Float64Array): Float64Array =>
      values.map((x) => {
        const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 10);
        return x === 0 ? 0 : Math.round(x / unit) * unit;
      });
    for (const [name, parameter] of functions) {
      const z = half(normals(11, 500));
      assert.equal(recognizeActivation(z, half(z.map(elementwise(name, parameter).value)))?.name, name);
    }
  });

  it('says nothing where several functions are the same', () => {
    const positive = normals(4, 200).map(Math.abs);
    assert.equal(recognizeActivation(positive, positive), null);
    const tiny = normals(4, 200, 1e-9);
    assert.equal(recognizeActivation(tiny, tiny.map(Math.tanh)), null);
    assert.equal(recognizeActivation(tiny, tiny), null);
    const zeros = new Float64Array(50);
    for (const a of [zeros, zeros.map(() => 0.5)]) assert.equal(recognizeActivation(zeros, a), null);
    const negative = positive.map((x) => -x);
    assert.equal(recognizeActivation(negative, zeros), null);
  });

  it('takes the plainest of those that are one far from zero', () => {
    const huge = normals(4, 200, 1e5).map((x) => x + Math.sign(x) * 1e4);
    const rectified = huge.map((x) => Math.max(x, 0));
    assert.deepEqual(recognizeActivation(huge, rectified), { name: 'relu', parameter: null });
  });

  it('recognises functions from values of one sign that only they have', () => {
    const positive = normals(4, 200).map(Math.abs);
    for (const name of ['tanh', 'sigmoid', 'silu', 'gelu', 'softplus'] as const)
      assert.equal(recognizeActivation(positive, positive.map(elementwise(name).value))?.name, name);
  });

  it('needs a few values, and leaves out what is not finite', () => {
    assert.equal(recognizeActivation(new Float64Array(0), new Float64Array(0)), null);
    assert.equal(recognizeActivation(Float64Array.of(1, -1), Float64Array.of(1, 0)), null);
    const z = Float64Array.of(1.3, -0.4, 0.7, -2, NaN, Infinity, -Infinity, 1e308);
    const a = Float64Array.of(1.3, 0, 0.7, 0, NaN, Infinity, 0, Infinity);
    assert.equal(recognizeActivation(z, a)?.name, 'relu');
  });

  it('knows no absolute value, square, SELU, clipping or unrelated array', () => {
    const z = normals(8, 300, 3);
    const others: ((x: number) => number)[] = [
      Math.abs,
      (x) => x * x,
      (x) => 1.0507 * (x > 0 ? x : 1.67326 * Math.expm1(x)),
      (x) => Math.min(Math.max(x, 0), 1),
      (x) => 2 * x,
      (x) => x + 1,
      Math.sign,
      (x) => x * (1 / (1 + Math.exp(-1.702 * x))),
      () => 0,
      (x) => (x > 0 ? 1 : 0),
    ];
    for (const other of others) assert.equal(recognizeActivation(z, z.map(other)), null, String(other));
    assert.equal(recognizeActivation(z, normals(9, 300)), null);
  });
});

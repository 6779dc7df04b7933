import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Generator } from '../../../../src/core/random';
import { auditOf } from '../../../../src/core/activation/initialization/auditOf';
import { schemeDeviation } from '../../../../src/core/activation/initialization/deviations';
import type { ActivationFunction, Layer, Network } from '../../../../src/core/activation/network';
import { auditedSchemes, type AuditedScheme } from '../../../../src/core/activation/schemes';
import { arrayOf, layerOf, networkOf, weightsOf } from './network';

type Draw = (generator: Generator) => number;

const normal: Draw = (generator) => generator.normal();
const uniform: Draw = (generator) => Math.sqrt(3) * (2 * generator.uniform() - 1);
/** Cut at two standard deviations and widened to the deviation 1, as Keras and JAX do. */
const truncated: Draw = (generator) => {
  for (;;) {
    const z = generator.normal();
    if (Math.abs(z) < 2) return z / 0.87962566103423978;
  }
};

function drawn(count: number, deviation: number, generator: Generator, draw: Draw = normal): Float64Array {
  return Float64Array.from({ length: count }, () => deviation * draw(generator));
}

interface Kind {
  readonly sizes: readonly number[];
  readonly activation: ActivationFunction;
  readonly deviation: (fanIn: number, fanOut: number, layer: number) => number;
  readonly draw?: Draw;
  readonly last?: ActivationFunction;
}

function random({ sizes, activation, deviation, draw = normal, last = 'softmax' }: Kind, seed = 1): Network {
  const generator = new Generator(seed);
  const layers = sizes.slice(1).map((fanOut, i): Layer => {
    const fanIn = sizes[i]!;
    const values = drawn(fanIn * fanOut, deviation(fanIn, fanOut, i), generator, draw);
    const weights = weightsOf(values, fanIn, fanOut, i, `W${i + 1}`);
    return layerOf(i + 1, i === sizes.length - 2 ? last : activation, weights);
  });
  return networkOf(layers, arrayOf('X', drawn(sizes[0]! * 50, 1, generator), [sizes[0]!, 50]));
}

const by =
  (scheme: AuditedScheme) =>
  (fanIn: number, fanOut: number): number =>
    schemeDeviation(scheme, fanIn, fanOut);

describe('Initialization audit', () => {
  it('names the scheme of random layers, normal, uniform and truncated, and no other that is far', () => {
    const generator = new Generator(11);
    let right = 0;
    const rounds = 500;
    for (let round = 0; round < rounds; round++) {
      const fanIn = 64 + generator.whole(120);
      const fanOut = 8 + generator.whole(120);
      const scheme = auditedSchemes[round % auditedSchemes.length]!;
      const deviation = schemeDeviation(scheme, fanIn, fanOut);
      const draw = [normal, uniform, truncated][round % 3]!;
      const values = drawn(fanIn * fanOut, deviation, generator, draw);
      const audit = auditOf(networkOf([layerOf(1, 'relu', weightsOf(values, fanIn, fanOut))]))!;
      const agrees = audit.inUse.includes(scheme);
      if (agrees) right++;
      for (const { scheme: other, expected } of audit.layers[0]!.ratios) {
        const apart = Math.abs(deviation / expected - 1);
        if (agrees && apart > 6 / Math.sqrt(2 * values.length)) {
          assert.ok(
            !audit.inUse.includes(other),
            `${other} is named besides ${scheme} (${fanIn}, ${fanOut})`,
          );
        }
      }
    }
    assert.ok(right >= 0.99 * rounds, `${right} of ${rounds}`);
  });

  it('knows Xavier and LeCun as the same, and Glorot of square layers too', () => {
    const audit = auditOf(random({ sizes: [100, 100, 100], activation: 'tanh', deviation: by('xavier') }))!;
    assert.deepEqual(audit.inUse, ['xavier', 'lecun', 'glorot']);
    const other = auditOf(random({ sizes: [300, 100, 30], activation: 'tanh', deviation: by('glorot') }))!;
    assert.deepEqual(other.inUse, ['glorot']);
  });

  it('says what PyTorch’s default does to deep ReLU networks', () => {
    const sizes = [784, 256, 256, 256, 256, 10];
    const audit = auditOf(random({ sizes, activation: 'relu', deviation: by('pytorch'), draw: uniform }))!;
    assert.deepEqual(audit.inUse, ['pytorch']);
    assert.ok(audit.mismatched);
    assert.equal(audit.sentence, 'PyTorch default, not He: gradients shrink to 0.41 × per ReLU layer.');
    assert.ok(Math.abs(audit.gradientFactor! - Math.sqrt(1 / 6)) < 0.005);
  });

  it('does not mind it in few layers', () => {
    const sizes = [784, 256, 128, 10];
    const audit = auditOf(random({ sizes, activation: 'relu', deviation: by('pytorch'), draw: uniform }))!;
    assert.deepEqual([audit.inUse, audit.mismatched, audit.sentence], [['pytorch'], false, '']);
  });

  it('is content with He and ReLU, with Xavier and tanh, however deep', () => {
    const sizes = Array.from({ length: 60 }, (_, i) => 40 + (i % 7));
    for (const [scheme, activation] of [
      ['he', 'relu'],
      ['he', 'gelu'],
      ['xavier', 'tanh'],
      ['xavier', 'sigmoid'],
    ] as const) {
      for (let seed = 1; seed <= 5; seed++) {
        const audit = auditOf(random({ sizes, activation, deviation: by(scheme) }, seed))!;
        assert.ok(audit.inUse.includes(scheme), `${scheme}, seed ${seed}: ${audit.inUse.join()}`);
        assert.equal(audit.sentence, '');
        assert.equal(audit.mismatched, false);
      }
    }
  });

  it('finds the constant scale, and what it does', () => {
    const audit = auditOf(
      random({ sizes: [100, 64, 32, 16, 10], activation: 'relu', deviation: () => 0.01 }),
    )!;
    assert.deepEqual([audit.inUse, audit.constantScale], [[], 0.01]);
    assert.ok(audit.mismatched);
    assert.match(
      audit.sentence,
      /^Weights of standard deviation 0\.01 in every layer, not He: gradients shrink to 0\.0\d+ × per ReLU layer\.$/,
    );
  });

  it('knows a multiple of the fitting scheme, and what it does', () => {
    const sizes = [64, 64, 60, 70, 64, 10];
    const twice = auditOf(random({ sizes, activation: 'relu', deviation: (n) => 2 * Math.sqrt(2 / n) }))!;
    assert.deepEqual([twice.inUse, twice.multiple], [[], { scheme: 'he', factor: 2 }]);
    assert.equal(twice.sentence, '2 × He in every hidden layer: gradients grow to 2.0 × per ReLU layer.');
    // A few per cent away over few layers: known, but not worth a word.
    const near = auditOf(random({ sizes, activation: 'relu', deviation: (n) => 1.2 * Math.sqrt(2 / n) }))!;
    assert.deepEqual([near.mismatched, near.sentence], [false, '']);
  });

  it('lets 0.01 pass in a network with one hidden layer', () => {
    const audit = auditOf(
      random({ sizes: [2, 400, 300], activation: 'tanh', last: 'sigmoid', deviation: () => 0.01 }),
    )!;
    assert.equal(audit.constantScale, 0.01);
    assert.equal(audit.mismatched, false);
  });

  it('names no scheme of 1.5·I, whose scale is that of He by chance', () => {
    const width = 16;
    const identity = Float64Array.from({ length: width * width }, (_, i) =>
      i % (width + 1) === 0 ? 1.5 : 0,
    );
    const layers = Array.from({ length: 4 }, (_, i) =>
      layerOf(i + 1, 'identity', weightsOf(identity, width, width, i, `W${i + 1}`)),
    );
    assert.deepEqual(auditOf(networkOf(layers))?.inUse, []);
  });

  it('names no scheme of a few weights that are near zero', () => {
    const audit = auditOf(random({ sizes: [2, 4, 1], activation: 'tanh', deviation: () => 0.01 }))!;
    assert.deepEqual(audit.inUse, []);
  });

  it('lets the last layer be as it likes', () => {
    const sizes = [100, 80, 80, 80, 80, 3];
    const audit = auditOf(
      random({ sizes, activation: 'relu', deviation: (n, _, i) => (i === 4 ? 0.01 : Math.sqrt(2 / n)) }),
    )!;
    assert.deepEqual([audit.inUse, audit.mismatched], [['he'], false]);
  });

  it('claims nothing of trained weights', () => {
    const sizes = [100, 80, 80, 80, 80, 3];
    // The scale of PyTorch's default, and some weights that grew.
    const grown: Draw = (generator) => (generator.uniform() < 0.01 ? 9 : 0.4) * generator.normal();
    const heavy = auditOf(random({ sizes, activation: 'relu', deviation: by('pytorch'), draw: grown }))!;
    assert.deepEqual([heavy.inUse, heavy.constantScale, heavy.mismatched], [[], null, false]);
    const moved: Draw = (generator) => (generator.normal() + 0.3) / Math.sqrt(1.09);
    const shifted = auditOf(random({ sizes, activation: 'relu', deviation: by('pytorch'), draw: moved }))!;
    assert.deepEqual([shifted.inUse, shifted.mismatched], [[], false]);
    assert.ok(shifted.predicted.every(Number.isNaN));
  });

  it('claims nothing where the activations are not as predicted, as with normalization in between', () => {
    const plain = random({
      sizes: [100, 80, 80, 80, 80, 3],
      activation: 'relu',
      deviation: by('pytorch'),
      draw: uniform,
    });
    assert.ok(auditOf(plain)!.mismatched);
    const ones = arrayOf(
      'A',
      Float64Array.from({ length: 80 }, () => 1),
      [80, 1],
    );
    const normalized = { ...plain, layers: plain.layers.map((layer) => ({ ...layer, activation: ones })) };
    assert.equal(auditOf(normalized)!.mismatched, false);
  });

  it('never claims anything of weights that are near the fitting scheme', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.955, max: 1.045, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer(),
        (factor, depth, seed) => {
          const sizes = [...Array.from({ length: depth + 1 }, () => 30), 5];
          const network = random(
            { sizes, activation: 'relu', deviation: (n) => factor * Math.sqrt(2 / n) },
            seed,
          );
          assert.equal(auditOf(network)!.mismatched, false);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('finds weights that leave the units of a layer alike', () => {
    const zero = auditOf(random({ sizes: [20, 10, 5, 1], activation: 'relu', deviation: () => 0 }))!;
    assert.deepEqual(
      zero.layers.map(({ trouble }) => trouble),
      ['zero', 'zero', 'zero'],
    );
    assert.equal(
      zero.sentence,
      'W1 and 1 more are all zeros: the units of a layer start alike and stay alike.',
    );
    const halves = weightsOf(new Float64Array(200).fill(0.5), 20, 10, 0, 'W1');
    const [, output] = random({ sizes: [20, 10, 3], activation: 'tanh', deviation: by('xavier') }).layers;
    const constant = auditOf(networkOf([layerOf(1, 'tanh', halves), output!]))!;
    assert.equal(
      constant.sentence,
      'W1 is the same number everywhere: the units of layer 1 start alike and stay alike.',
    );
  });

  it('lets a zero output layer, logistic regression from zero, and a branch switched off pass', () => {
    const passes = (sizes: readonly number[], zeroLayer: number): void => {
      const deviation = (n: number, _: number, i: number): number => (i === zeroLayer ? 0 : Math.sqrt(2 / n));
      assert.equal(auditOf(random({ sizes, activation: 'relu', deviation }))!.mismatched, false);
    };
    passes([20, 10, 3], 1);
    passes([20, 1], 0);
    passes([20, 10, 10, 10, 3], 2);
  });

  it('predicts by the iterated map, with biases, and nothing after softmax', () => {
    const sizes = [400, 300, 200, 10, 10];
    const network = random({ sizes, activation: 'relu', deviation: by('pytorch'), last: 'relu' });
    const layers = network.layers.map((layer, i) => ({
      ...layer,
      activationFunction:
        i === 2
          ? { name: 'softmax' as const, parameter: null, from: 'name' as const }
          : layer.activationFunction,
      biases: {
        tensor: null,
        name: 'b',
        statistics: arrayOf('b', Float64Array.of(0.3, -0.3), [2]).statistics,
      },
    }));
    const { predicted } = auditOf({ ...network, layers })!;
    const q1 = 400 * layers[0]!.weights!.statistics.rms ** 2 * network.input!.statistics.rms ** 2 + 0.09;
    const q2 = (300 * layers[1]!.weights!.statistics.rms ** 2 * q1) / 2 + 0.09;
    assert.ok(Math.abs(predicted[0]! / Math.sqrt(q1 / 2) - 1) < 1e-12);
    assert.ok(Math.abs(predicted[1]! / Math.sqrt(q2 / 2) - 1) < 1e-12);
    assert.deepEqual([...predicted.slice(2)], [NaN, NaN]);
  });

  it('has nothing to hold against schemes where no weights are known', () => {
    assert.equal(auditOf(networkOf([layerOf(1, 'relu', null)])), null);
    assert.equal(auditOf(networkOf([])), null);
  });
});

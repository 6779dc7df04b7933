import assert from 'node:assert/strict';
import { presets } from '../../../../src/core/activation/laboratory/presets';
import type { LayerArray } from '../../../../src/core/activation/network';
import {
  mostNumbers,
  problemOf,
  type LaboratorySettings,
} from '../../../../src/core/activation/laboratory/settings';
import { LaboratoryStopped, simulate } from '../../../../src/core/activation/laboratory/simulate';

const linear: LaboratorySettings = {
  ...{ depth: 150, width: 10, examples: 20, activation: 'identity', bias: 0, seed: 3, format: 'float64' },
  how: { kind: 'identity', factor: 1.5 },
};

const close = (actual: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(actual / expected - 1) <= relative, `${actual} is not ${expected}`);

describe('Laboratory', () => {
  for (const factor of [1.5, 0.5]) {
    it(`grows by ${factor} with ${factor}·I, forward and backward`, () => {
      const { profile } = simulate({ ...linear, how: { kind: 'identity', factor } });
      close(profile.forward.perLayer, factor, 1e-12);
      close(profile.backward.perLayer, factor, 1e-12);
      const { input, layers } = profile.network;
      const start = input!.statistics.rms;
      layers.forEach(({ activation }, i) =>
        close(activation!.statistics.rms, factor ** (i + 1) * start, 1e-12),
      );
      const [first, last] = [layers[0]!, layers.at(-1)!];
      const gradient = last.activationGradient!.statistics.rms;
      close(first.preActivationGradient!.statistics.rms, gradient * factor ** 149, 1e-12);
    });
  }

  it('overflows in float32 and float16 where the closed form does, and makes NaN in the next layer', () => {
    for (const [format, greatest] of [
      ['float32', (2 - 2 ** -23) * 2 ** 127],
      ['float16', 65_504],
    ] as const) {
      const { profile } = simulate({ ...linear, depth: 260, format });
      const { network } = profile;
      const largest = Math.max(-network.input!.statistics.least, network.input!.statistics.greatest);
      const layer = Math.floor(Math.log(greatest / largest) / Math.log(1.5)) + 1;
      const { nonFinite, layers } = network;
      assert.deepEqual(
        [nonFinite!.kind, nonFinite!.name, nonFinite!.layer],
        ['infinity', `Z${layer}`, layer],
      );
      assert.equal(layers[layer - 2]!.activation!.statistics.infinite, 0);
      assert.ok(layers[layer - 1]!.preActivation!.statistics.infinite > 0);
      assert.equal(layers[layer - 1]!.preActivation!.statistics.nan, 0);
      // 0 · ∞ in the product.
      assert.ok(layers[layer]!.preActivation!.statistics.nan > 0);
    }
  });

  it('is what the mean-field map says, for ReLU with He and with 0.01', () => {
    for (const [how, factor] of [
      [{ kind: 'scheme', scheme: 'he', factor: 1 }, 1],
      [{ kind: 'factor', factor: 0.01 }, 0.01 * Math.sqrt(128)],
    ] as const) {
      const { profile, audit } = simulate({ ...linear, depth: 8, width: 256, activation: 'relu', how });
      const { layers } = profile.network;
      audit!.predicted.forEach((rms, i) => close(layers[i]!.activation!.statistics.rms, rms, 0.25));
      close(audit!.predicted[7]!, factor ** 8, 0.2);
    }
  });

  it('makes weights by a scheme that its own audit finds', () => {
    const { audit } = simulate({
      ...linear,
      depth: 5,
      width: 64,
      how: { kind: 'scheme', scheme: 'pytorch', factor: 1 },
    });
    assert.deepEqual(audit!.inUse, ['pytorch']);
  });

  it('keeps lengths with orthogonal weights, and deviations with LSUV', () => {
    const orthogonal = { kind: 'scheme', scheme: 'orthogonal', factor: 1 } as const;
    const { network } = simulate({ ...linear, how: orthogonal }).profile;
    close(network.layers.at(-1)!.activation!.statistics.rms, network.input!.statistics.rms, 1e-12);
    const lsuv = simulate({ ...linear, depth: 20, activation: 'tanh', how: { kind: 'lsuv' } }).profile;
    lsuv.network.layers.forEach(({ preActivation }) => close(preActivation!.statistics.deviation, 1, 1e-12));
  });

  it('multiplies gradients by the slope at Z, and by the weights', () => {
    // Two numbers in each array: its least and its greatest. A multiple of I keeps the units apart.
    const settings = { ...linear, depth: 6, width: 2, examples: 1, activation: 'tanh', seed: 5 } as const;
    const { layers } = simulate({ ...settings, how: { kind: 'identity', factor: 0.9 } }).profile.network;
    const both = (of: LayerArray | null): number[] => [of!.statistics.least, of!.statistics.greatest];
    const same = (a: number[], b: number[]): boolean => a.every((x, i) => Math.abs(x / b[i]! - 1) < 1e-12);
    const ascending = (a: number[]): number[] => [...a].sort((x, y) => x - y);
    layers.forEach((layer, i) => {
      const dA = both(layer.activationGradient);
      const dZ = both(layer.preActivationGradient);
      const slopes = both(layer.preActivation).map((z) => 1 - Math.tanh(z) ** 2);
      const pairings = [slopes, slopes.toReversed()].map((of) => ascending(dA.map((x, k) => x * of[k]!)));
      assert.ok(pairings.some((pairing) => same(pairing, dZ)));
      const next = layers[i + 1];
      if (next === undefined) return;
      assert.ok(
        same(
          both(next.preActivationGradient).map((x) => 0.9 * x),
          dA,
        ),
      );
    });
  });

  it('gives the same for the same seed, and another for another', () => {
    const settings = { ...linear, depth: 3, how: { kind: 'scheme', scheme: 'he', factor: 1 } } as const;
    assert.deepEqual(simulate(settings), simulate(settings));
    assert.notDeepEqual(simulate(settings).profile, simulate({ ...settings, seed: 4 }).profile);
  });

  it('tells how far it is, and stops when asked', () => {
    const steps: number[] = [];
    const stop = { aborted: false };
    const run = (): unknown =>
      simulate(
        { ...linear, depth: 10 },
        (done, total) => {
          assert.equal(total, 20);
          steps.push(done);
          stop.aborted = done === 13;
        },
        stop,
      );
    assert.throws(run, LaboratoryStopped);
    assert.deepEqual(
      steps,
      Array.from({ length: 13 }, (_, i) => i + 1),
    );
  });

  it('says what is wrong with settings', () => {
    assert.equal(problemOf(linear), null);
    assert.equal(
      problemOf({ ...linear, depth: 0 }),
      'The number of layers is a whole number from 1 to 1\u202f000.',
    );
    assert.equal(
      problemOf({ ...linear, width: 2.5 }),
      'The number of units is a whole number from 2 to 1\u202f000.',
    );
    const large = { ...linear, depth: 1000, width: 1000 };
    assert.equal(
      problemOf(large),
      'This network does not fit in memory: of width 1\u202f000, up to 25 layers do.',
    );
    assert.equal(problemOf({ ...large, depth: mostNumbers / 1e6 }), null);
    assert.throws(() => simulate(large), /does not fit in memory/);
  });

  it('has presets that run, each with a name of its own', () => {
    assert.equal(new Set(presets.map(({ name }) => name)).size, presets.length);
    for (const { settings } of presets) {
      assert.equal(problemOf(settings), null);
      assert.equal(simulate({ ...settings, depth: 4, width: 20 }).profile.network.layers.length, 4);
    }
  });
});

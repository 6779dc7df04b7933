import assert from 'node:assert/strict';
import { elementwise, type ElementwiseFunction } from '../../../../src/core/activation/functions';
import type { UnitHealth } from '../../../../src/core/activation/health';
import { flatBelow } from '../../../../src/core/activation/judgement/flatBelow';
import { healthOf } from '../../../../src/core/activation/judgement/healthOf';
import { shareBetween } from '../../../../src/core/activation/judgement/shareBetween';
import type { Layer, Network } from '../../../../src/core/activation/network';
import { Generator } from '../../../../src/core/random';
import { arrayOf, edges, randomNetwork, stack, statisticsOf } from '../../../support/randomNetwork';

const functions = ['elu', 'gelu', 'silu', 'softplus'] as const;

/** A hidden layer with the given Z of (units, examples), and an output. */
function network(
  name: ElementwiseFunction,
  z: Float64Array,
  units: number,
  change: Partial<Layer> = {},
): Network {
  const empty: Layer = {
    number: 1,
    from: 'product',
    weights: null,
    biases: null,
    preActivation: null,
    activation: null,
    activationFunction: null,
    preActivationGradient: null,
    activationGradient: null,
  };
  const hidden: Layer = {
    ...empty,
    preActivation: arrayOf('Z1', z, units),
    activation: arrayOf('A1', z.map(elementwise(name).value), units),
    activationFunction: { name, parameter: null, from: 'values' },
    ...change,
  };
  return {
    input: null,
    layers: [hidden, { ...empty, number: 2 }],
    nonFinite: null,
    examples: z.length / units,
  };
}

function healthOfHidden(...args: Parameters<typeof network>): UnitHealth | undefined {
  return healthOf(network(...args), edges)[0];
}

/** Z of independent examples: each unit negative for about half, the given units for all. */
function withDead(units: number, examples: number, deadUnits: number): Float64Array {
  const generator = new Generator(units + examples + deadUnits);
  return Float64Array.from({ length: units * examples }, (_, i) => {
    const x = generator.normal();
    return i < deadUnits * examples ? -Math.abs(x) : x;
  });
}

describe('healthOf', () => {
  it('counts the dead units of a ReLU layer', () => {
    assert.deepEqual(healthOfHidden('relu', withDead(40, 100, 10), 40), {
      layer: 1,
      rule: 'dead',
      activation: 'relu',
      share: 0.25,
      units: { dead: 10, of: 40 },
      bad: false,
    });
    assert.equal(healthOfHidden('relu', withDead(40, 100, 21), 40)?.bad, true);
    assert.equal(healthOfHidden('relu', withDead(3, 200, 3), 3)?.bad, true);
  });

  it('accuses nobody for a few examples', () => {
    for (let seed = 0; seed < 100; seed++)
      for (const examples of [1, 2, 3, 5]) {
        const generator = new Generator(seed);
        for (const units of [1, 3, 16, 100]) {
          const z = Float64Array.from({ length: units * examples }, () => generator.normal());
          assert.equal(healthOfHidden('relu', z, units)?.bad, false, `${units} units, ${examples} examples`);
        }
      }
  });

  it('accuses no deep healthy network, where all examples point one way', () => {
    for (let seed = 0; seed < 20; seed++) {
      const deep = randomNetwork({
        seed,
        widths: stack(48, 40),
        examples: 8,
        activation: 'relu',
        scheme: 'he',
        backward: false,
      });
      assert.ok(healthOf(deep, edges).every(({ bad }) => !bad));
    }
  });

  it('finds all units dead where the axis of units is not known', () => {
    const z = withDead(6, 50, 6);
    const unknown = { ...arrayOf('A1', z.map(elementwise('relu').value), 6), unitsAxis: null };
    const Z = { ...arrayOf('Z1', z, 6), unitsAxis: null };
    const found = healthOfHidden('relu', z, 6, { preActivation: Z, activation: unknown });
    assert.deepEqual([found?.share, found?.units, found?.bad], [1, null, true]);
    assert.equal(healthOfHidden('relu', z, 6, { activation: null })?.bad, true);
    const some = withDead(6, 50, 5);
    assert.equal(healthOfHidden('relu', some, 6, { activation: null }), undefined);
  });

  it('takes of several arrays only none and all for sure', () => {
    for (const [dead, share] of [
      [0, 0],
      [4, undefined],
      [6, 1],
    ] as const) {
      const z = withDead(6, 50, dead);
      const several = { ...arrayOf('A1', z.map(elementwise('relu').value), 6), arrays: 50 };
      assert.equal(healthOfHidden('relu', z, 6, { activation: several })?.share, share);
    }
  });

  it('counts saturated values from Z, and from A without it', () => {
    for (const [name, cut] of [
      ['tanh', 2.5],
      ['sigmoid', 5],
    ] as const) {
      const generator = new Generator(5);
      const z = Float64Array.from({ length: 3000 }, () => 4 * generator.normal());
      const share = z.filter((x) => Math.abs(x) > cut).length / z.length;
      const byZ = healthOfHidden(name, z, 30)!;
      assert.ok(Math.abs(byZ.share - share) < 1e-12);
      assert.equal(byZ.bad, share > 0.5);
      assert.equal(byZ.rule, 'saturated');
      const byA = healthOfHidden(name, z, 30, { preActivation: null })!;
      assert.ok(Math.abs(byA.share - share) < 1e-12, `${byA.share}, not ${share}`);
    }
  });

  it('counts values where the derivative is below 1e-3', () => {
    for (const name of functions) {
      const generator = new Generator(6);
      const z = Float64Array.from({ length: 3000 }, () => -6 + 3 * generator.normal());
      const cut = flatBelow(name, null);
      const share = z.filter((x) => x < cut).length / z.length;
      const found = healthOfHidden(name, z, 30)!;
      assert.ok(Math.abs(found.share - share) < 1e-3, `${name}: ${found.share}, not ${share}`);
      assert.equal(found.rule, 'flat');
    }
    const negative = withDead(6, 50, 6);
    assert.equal(healthOfHidden('leaky-relu', negative, 6)?.share, 0);
    const nearlyZero = { name: 'leaky-relu', parameter: 1e-4, from: 'values' } as const;
    assert.equal(healthOfHidden('leaky-relu', negative, 6, { activationFunction: nearlyZero })?.share, 1);
  });

  it('blames no output for being sure, and no layer of unknown function', () => {
    const z = withDead(6, 50, 6).map((x) => 100 * x - 10);
    const hidden = network('sigmoid', z, 6);
    const output = { ...hidden, layers: [hidden.layers[0]!] };
    const [found] = healthOf(output, edges);
    assert.deepEqual([found?.share, found?.bad], [1, false]);
    assert.equal(healthOfHidden('relu', z, 6, { activationFunction: null }), undefined);
    assert.equal(healthOfHidden('identity', z, 6), undefined);
  });

  it('knows where functions are flat, and has these places among the edges', () => {
    for (const name of functions) {
      const cut = flatBelow(name, null);
      const { derivative } = elementwise(name);
      assert.ok(Math.abs(Math.abs(derivative(cut)) - 1e-3) < 1e-9);
      for (const below of [1, 5, 30]) assert.ok(Math.abs(derivative(cut - below)) < 1e-3);
      const nearest = edges.reduce((best, e) => (Math.abs(e - cut) < Math.abs(best - cut) ? e : best), 0);
      assert.ok(Math.abs(nearest - cut) < 2e-3, name);
    }
  });

  it('takes shares of bins that are cut', () => {
    const statistics = statisticsOf(Float64Array.of(-3, -1, 0, 0, 1, 2), [6, 1]);
    assert.equal(shareBetween(statistics, edges, -Infinity, Infinity), 1);
    assert.equal(shareBetween(statistics, edges, -Infinity, 0), 2 / 6);
    assert.equal(shareBetween(statistics, edges, 0, Number.MIN_VALUE), 2 / 6);
    assert.ok(Number.isNaN(shareBetween({ ...statistics, histogram: [], sampled: 0 }, edges, 0, 1)));
  });
});

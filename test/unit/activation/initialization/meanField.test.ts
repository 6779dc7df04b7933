import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Generator } from '../../../../src/core/random';
import { elementwise, normalCdf, type ElementwiseFunction } from '../../../../src/core/activation/functions';
import { expectation, gaussLegendre } from '../../../../src/core/activation/initialization/expectation';
import {
  activationSquare,
  derivativeSquare,
  fixedPoint,
} from '../../../../src/core/activation/initialization/meanField';

const close = (actual: number, expected: number, relative = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);

describe('Expectation over a normal number', () => {
  it('integrates polynomials of degree up to 31 with 16 nodes', () => {
    const { nodes, weights } = gaussLegendre(16);
    for (let degree = 0; degree <= 31; degree++) {
      let sum = 0;
      nodes.forEach((x, i) => (sum += weights[i]! * x ** degree));
      assert.ok(Math.abs(sum - (degree % 2 === 0 ? 2 / (degree + 1) : 0)) < 1e-14, `degree ${degree}`);
    }
  });

  it('gives the moments of the normal distribution at any scale', () => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (exponent) => {
        const sigma = 10 ** exponent;
        close(
          expectation(() => 1, sigma),
          1,
        );
        close(
          expectation((x) => x ** 2, sigma),
          sigma ** 2,
        );
        close(
          expectation((x) => x ** 4, sigma),
          3 * sigma ** 4,
        );
        close(
          expectation((x) => Math.max(0, x), sigma),
          sigma / Math.sqrt(2 * Math.PI),
        );
      }),
    );
  });
});

describe('Mean-field map', () => {
  it('agrees with closed forms', () => {
    for (const q of [1e-6, 0.3, 1, 7, 40]) {
      const relu = { name: 'relu', parameter: null } as const;
      close(activationSquare(relu, q), q / 2);
      close(derivativeSquare(relu, q), 0.5);
      close(activationSquare({ name: 'leaky-relu', parameter: 0.2 }, q), (q * 1.04) / 2);
      // ELU: ∫ over z < 0 of α²(eˣ − 1)², by completing the square; the small Φ has few digits.
      const negative =
        Math.exp(2 * q) * normalCdf(-2 * Math.sqrt(q)) - 2 * Math.exp(q / 2) * normalCdf(-Math.sqrt(q)) + 0.5;
      if (q > 1e-3)
        close(activationSquare({ name: 'elu', parameter: 1.7 }, q), q / 2 + 1.7 ** 2 * negative, 1e-8);
      const slope = Math.exp(2 * q) * normalCdf(-2 * Math.sqrt(q));
      close(derivativeSquare({ name: 'elu', parameter: 1 }, q), 0.5 + slope, 1e-8);
      // GELU: the kernel of Φ(x)² is an arcsine; E[x²Φ(x)²] follows by parts (Williams, 1997).
      close(
        expectation((x) => normalCdf(x) ** 2, Math.sqrt(q)),
        0.25 + Math.asin(q / (1 + q)) / (2 * Math.PI),
      );
    }
  });

  it('sees how narrow a sigmoid becomes for large Z', () => {
    // ∫ tanh′² dx = 4/3 and ∫ σ′² dx = 1/6, at the density 1/√(2πq).
    for (const q of [1e8, 1e12]) {
      const density = 1 / Math.sqrt(2 * Math.PI * q);
      close(derivativeSquare({ name: 'tanh', parameter: null }, q), (4 / 3) * density, 1e-6);
      close(derivativeSquare({ name: 'sigmoid', parameter: null }, q), density / 6, 1e-6);
    }
  });

  it('agrees with random numbers for every activation function', () => {
    const names: ElementwiseFunction[] = [
      'elu',
      'gelu',
      'silu',
      'tanh',
      'sigmoid',
      'softplus',
      'relu',
      'leaky-relu',
    ];
    const generator = new Generator(7);
    const normals = Array.from({ length: 40_000 }, () => generator.normal());
    for (const name of names) {
      const { value, derivative } = elementwise(name);
      for (const q of [0.25, 4]) {
        for (const [f, expected] of [
          [value, activationSquare({ name, parameter: null }, q)],
          [derivative, derivativeSquare({ name, parameter: null }, q)],
        ] as const) {
          const samples = normals.map((z) => f(Math.sqrt(q) * z) ** 2);
          const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
          const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length;
          const error = Math.sqrt(variance / samples.length);
          assert.ok(
            Math.abs(mean - expected) < 5 * error,
            `${name}, q = ${q}: ${mean}, ${expected} ± ${error}`,
          );
        }
      }
    }
  });

  it('keeps q of He and ReLU, and finds the fixed point of tanh', () => {
    close(fixedPoint({ name: 'relu', parameter: null }, 2, 0, 0.7), 0.7);
    const tanh = { name: 'tanh', parameter: null } as const;
    const q = fixedPoint(tanh, 2.25, 0.01, 1);
    close(2.25 * activationSquare(tanh, q) + 0.01, q, 1e-11);
    assert.ok(q > 0.5 && q < 2);
  });

  it('ends where q runs away or vanishes', () => {
    assert.ok(fixedPoint({ name: 'identity', parameter: null }, 2.25, 0, 1) > 1e100);
    assert.ok(fixedPoint({ name: 'relu', parameter: null }, 1 / 3, 0, 1) < 1e-100);
  });
});

import type { ActivationFunction } from './network';

/** φ and φ′ of the activation functions; softmax is none of single numbers. */
export type ElementwiseFunction = Exclude<ActivationFunction, 'softmax'>;

export interface Elementwise {
  readonly value: (z: number) => number;
  readonly derivative: (z: number) => number;
}

/** @param parameter slope of the negative side of a leaky ReLU (0.01 if null), α of an ELU (1 if null) */
export function elementwise(name: ElementwiseFunction, parameter: number | null = null): Elementwise {
  switch (name) {
    case 'identity':
      return { value: (z) => z, derivative: () => 1 };
    case 'relu':
      // NaN stays NaN, as with `np.maximum` and `Math.max`.
      return { value: (z) => Math.max(z, 0), derivative: (z) => (z > 0 ? 1 : 0) };
    case 'leaky-relu': {
      const slope = parameter ?? 0.01;
      return { value: (z) => (z > 0 ? z : slope * z), derivative: (z) => (z > 0 ? 1 : slope) };
    }
    case 'elu': {
      const alpha = parameter ?? 1;
      return {
        value: (z) => (z > 0 ? z : alpha * Math.expm1(z)),
        derivative: (z) => (z > 0 ? 1 : alpha * Math.exp(z)),
      };
    }
    case 'gelu':
      return {
        value: (z) => (z === -Infinity ? 0 : z * normalCdf(z)),
        derivative: (z) => normalCdf(z) + (Number.isFinite(z) ? z * normalPdf(z) : 0),
      };
    case 'silu':
      return {
        value: (z) => (z === -Infinity ? 0 : z * sigmoid(z)),
        derivative: (z) => {
          const s = sigmoid(z);
          return Number.isFinite(z) ? s * (1 + z * (1 - s)) : s;
        },
      };
    case 'tanh':
      return { value: Math.tanh, derivative: (z) => 1 - Math.tanh(z) ** 2 };
    case 'sigmoid':
      return { value: sigmoid, derivative: (z) => sigmoid(z) * sigmoid(-z) };
    case 'softplus':
      return { value: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), derivative: sigmoid };
  }
}

function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

function normalPdf(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** Φ(z) to about 1e-15: the series of Marsaglia (2004) near zero, a continued fraction in the tails. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z > 38) return 1;
  if (z < -38) return 0;
  if (Math.abs(z) < 6) {
    let sum = z;
    let term = z;
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= (z * z) / i;
      sum += term;
    }
    return 0.5 + sum * normalPdf(z);
  }
  // Φ(−x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + ...)))).
  const x = Math.abs(z);
  let fraction = x;
  for (let k = 40; k >= 1; k--) fraction = x + k / fraction;
  const tail = normalPdf(x) / fraction;
  return z > 0 ? 1 - tail : tail;
}

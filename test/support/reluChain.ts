import { Generator } from '../../src/core/random';

/**
 * Root mean squares of the activations of a He/ReLU network of equal width without biases, from its standard normal
 * inputs on. With normal weights the rows of Z are independent normal vectors of covariance (2/n)·AᵀA, so they are drawn
 * themselves, without weights: the same distribution in a fraction of the time.
 */
export function reluScales(seed: number, width: number, depth: number, examples: number): number[] {
  const generator = new Generator(seed);
  let A = Float64Array.from({ length: width * examples }, () => generator.normal());
  const scales = [rms(A)];
  const row = new Float64Array(examples);
  for (let l = 0; l < depth; l++) {
    const root = cholesky(gram(A, width, examples), examples);
    const next = new Float64Array(width * examples);
    for (let i = 0; i < width; i++) {
      for (let k = 0; k < examples; k++) row[k] = generator.normal();
      for (let k = 0; k < examples; k++) {
        let z = 0;
        for (let j = 0; j <= k; j++) z += root[k * examples + j]! * row[j]!;
        next[i * examples + k] = Math.max(0, z * Math.sqrt(2 / width));
      }
    }
    A = next;
    scales.push(rms(A));
  }
  return scales;
}

/**
 * E[ln(RMS A_l / RMS A_{l−1})] of one example: RMS² is multiplied by (2/n)·χ²_K with K ~ Bin(n, ½) units above zero, and
 * E[ln χ²_K] = ψ(K/2) + ln 2. About −5/(4n).
 */
export function reluIncrement(width: number): number {
  let [sum, mass] = [0, 0];
  let logWeight = -width * Math.LN2;
  for (let k = 0; k <= width; k++) {
    // No unit above zero has probability 2⁻ⁿ; it is left out.
    if (k > 0) {
      sum += Math.exp(logWeight) * (digammaOfHalf(k) + Math.LN2);
      mass += Math.exp(logWeight);
    }
    logWeight += Math.log(width - k) - Math.log(k + 1);
  }
  return 0.5 * (Math.log(2 / width) + sum / mass);
}

/** ψ(k/2), by its recurrence ψ(x + 1) = ψ(x) + 1/x from ψ(½) and ψ(1). */
function digammaOfHalf(k: number): number {
  const euler = 0.5772156649015329;
  let [x, value] = k % 2 === 1 ? [0.5, -euler - 2 * Math.LN2] : [1, -euler];
  while (x < k / 2) {
    value += 1 / x;
    x += 1;
  }
  return value;
}

function rms(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
}

/** AᵀA. */
function gram(A: Float64Array, units: number, examples: number): Float64Array {
  const G = new Float64Array(examples * examples);
  for (let i = 0; i < units; i++)
    for (let k = 0; k < examples; k++) {
      const a = A[i * examples + k]!;
      for (let j = 0; j <= k; j++) G[k * examples + j]! += a * A[i * examples + j]!;
    }
  return G;
}

/** Lower triangular L with L Lᵀ = G; a pivot that round-off made negative is 0. */
function cholesky(G: Float64Array, size: number): Float64Array {
  const L = new Float64Array(size * size);
  for (let k = 0; k < size; k++)
    for (let j = 0; j <= k; j++) {
      let sum = G[k * size + j]!;
      for (let i = 0; i < j; i++) sum -= L[k * size + i]! * L[j * size + i]!;
      const pivot = L[j * size + j]!;
      L[k * size + j] = j === k ? Math.sqrt(Math.max(0, sum)) : pivot === 0 ? 0 : sum / pivot;
    }
  return L;
}

/** Probabilities of the tails of distributions, accurate where they are small. */

/** ln Γ(x) for x > 0: Lanczos' approximation with g = 7 and nine terms (relative error below 1e-13). */
export function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const sum = coefficients.reduce((total, value, at) => total + (at === 0 ? value : value / (x - 1 + at)), 0);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Q(a, x) = Γ(a, x)/Γ(a): the series DLMF 8.11.4 for small x, the continued fraction DLMF 8.9.2 by Lentz' method otherwise. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-15; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / (Math.abs(b) < tiny ? tiny : b);
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** P(Z > z) of a normal variable, as half of Q(½, z²/2). */
export function normalTail(z: number): number {
  return z <= 0 ? 1 - (z === 0 ? 0.5 : normalTail(-z)) : upperGamma(0.5, (z * z) / 2) / 2;
}

/**
 * P(S > z) of a standardized Pearson III (gamma) variable with that skewness: what a mean of few skewed values is like,
 * where the normal approximation finds alarms by the dozen.
 */
export function skewedTail(z: number, skewness: number): number {
  // Beyond this the shape is so large that the series would not end.
  if (skewness < 0.02) return normalTail(z);
  const shape = 4 / (skewness * skewness);
  return upperGamma(shape, Math.max(0, shape + z * Math.sqrt(shape)));
}

/** P(D > d) of the two-sample Kolmogorov–Smirnov statistic in the limit, λ = √(ab/(a + b))·d (DLMF's theta function). */
export function kolmogorovTail(lambda: number): number {
  if (lambda < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-300) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Benjamini and Hochberg's q-values: the smallest level of false discoveries at which each p is one. NaN stays. */
export function falseDiscoveryRates(p: Float64Array): Float64Array {
  const tested = Array.from(p.keys()).filter((at) => !Number.isNaN(p[at]!));
  tested.sort((a, b) => p[b]! - p[a]!);
  const q = new Float64Array(p.length).fill(NaN);
  let least = 1;
  tested.forEach((at, place) => {
    least = Math.min(least, (p[at]! * tested.length) / (tested.length - place));
    q[at] = least;
  });
  return q;
}

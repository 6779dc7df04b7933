/** Where the expansion below is right to ten digits, and the series long. */
const many = 200;

/**
 * The two-sided 95% point of Student's distribution: |t| of `freedom` degrees stays below it with probability 0.95.
 * Infinite without a degree of freedom.
 */
export function student95(freedom: number): number {
  if (freedom < 1) return Infinity;
  if (freedom > many) return expanded(freedom);
  let [low, high] = [1.9, 13];
  // Bisection to the last digit: 13 − 1.9 halved 60 times.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|T| ≤ t), the finite series in θ = atan(t/√ν) (Abramowitz and Stegun 26.7.3 and 26.7.4). */
function within(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** From the normal distribution, in powers of 1/ν (Abramowitz and Stegun 26.7.5). */
function expanded(freedom: number): number {
  const x = 1.959963984540054;
  const x2 = x * x;
  const g1 = (x * (x2 + 1)) / 4;
  const g2 = (x * (5 * x2 * x2 + 16 * x2 + 3)) / 96;
  const g3 = (x * (3 * x2 ** 3 + 19 * x2 * x2 + 17 * x2 - 15)) / 384;
  return x + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3;
}

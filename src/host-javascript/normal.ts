/**
 * Seeded random numbers: xoshiro128** by Blackman and Vigna, its state filled by splitmix32, and normal numbers by
 * Marsaglia's polar method. The same seed gives the same numbers on every machine.
 */

/** Uniform numbers in [0, 1) with 53 random bits. */
export function uniformGenerator(seed: number): () => number {
  let mixed = seed >>> 0;
  // Seeds beyond 32 bits, and fractions, count as well.
  const bits = new Uint32Array(new Float64Array([seed]).buffer);
  mixed = (mixed ^ Math.imul((bits[0] ?? 0) ^ 0x85ebca6b, 0xc2b2ae35) ^ (bits[1] ?? 0)) >>> 0;
  const splitmix = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let d = splitmix();
  const next = (): number => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** A vector of independent standard normal numbers. */
export function normalVector(count: number, seed: number): Float64Array {
  const uniform = uniformGenerator(seed);
  const vector = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    let x: number, y: number, s: number;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    vector[i] = x * factor;
    if (i + 1 < count) vector[i + 1] = y * factor;
  }
  return vector;
}

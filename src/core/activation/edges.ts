/**
 * Magnitudes at which a value counts as saturated or flat, by the rules of `health.ts`; each is an edge of the bins. Of Z:
 * tanh, GELU, sigmoid, ELU and softplus, SiLU; of A: tanh 2.5, σ(5), σ(−5).
 */
const cuts = [
  2.5,
  3.810371436001617,
  5,
  Math.log(1000),
  8.9850615640753,
  Math.tanh(2.5),
  1 / (1 + Math.exp(-5)),
  1 / (1 + Math.exp(5)),
] as const;
const decades = 40;
const binsPerDecade = 4;

/**
 * Edges of histograms of activations: symmetric about zero, four per decade from 1e-40 to 1e40, with the smallest
 * positive and negative numbers around zero (zero has a bin of its own) and the cuts of unit health.
 */
export function scaleEdges(): Float64Array {
  const magnitudes = new Set<number>([Number.MIN_VALUE, ...cuts]);
  for (let k = -decades * binsPerDecade; k <= decades * binsPerDecade; k++)
    magnitudes.add(10 ** (k / binsPerDecade));
  const positive = [...magnitudes].sort((a, b) => a - b);
  // The bin of zero is [0, smallest): its edges are 0 and the smallest positive number.
  return Float64Array.from([...positive.map((x) => -x).reverse(), 0, ...positive]);
}

import type { LaboratoryFormat } from './settings';

/** Rounds every number of an array to a format, in place: what is too large becomes infinite. */
export function roundTo(format: LaboratoryFormat, values: Float64Array): void {
  if (format === 'float32') for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i]!);
  if (format === 'float16') for (let i = 0; i < values.length; i++) values[i] = toFloat16(values[i]!);
}

/** Halfway between the largest half, 65504, and the next one there would be: from here on, infinity. */
const overflow = 65_520;
/** Exponents of the smallest normal half, and of the distance of subnormal ones. */
const leastNormal = -14;
const fractionBits = 10;

/** The nearest half (IEEE 754 binary16), of two the even one. */
export function toFloat16(x: number): number {
  const size = Math.abs(x);
  if (!(size < overflow)) return Number.isNaN(x) ? x : x > 0 ? Infinity : -Infinity;
  const spacing = 2 ** (Math.max(leastNormal, exponentOf(size)) - fractionBits);
  const rounded = roundHalfEven(size / spacing) * spacing;
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}

/** e with 2ᵉ ≤ x < 2ᵉ⁺¹; of x below the normal halves, some number below their exponent. */
function exponentOf(x: number): number {
  if (x < 2 ** leastNormal) return leastNormal - 1;
  const exponent = Math.floor(Math.log2(x));
  // The logarithm may be rounded up to the next whole number.
  return 2 ** exponent > x ? exponent - 1 : exponent;
}

/** Of numbers up to 2⁵¹: adding 2⁵² leaves no place for a fraction. */
function roundHalfEven(x: number): number {
  return x + 2 ** 52 - 2 ** 52;
}

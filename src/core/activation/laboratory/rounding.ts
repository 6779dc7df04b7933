import type { LaboratoryFormat } from './settings';

/** Rounds every number of an array to a format, in place, of two nearest to the even one: what is too large is infinite. */
export function roundTo(format: LaboratoryFormat, values: Float64Array): void {
  if (format === 'float32') for (let i = 0; i < values.length; i++) values[i] = Math.fround(values[i]!);
  if (format === 'float16') roundToHalves(values);
}

/** Halfway between the largest half, 65504, and the next one there would be: from here on, infinity. */
const overflow = 65_520;
/** Exponent of the smallest normal half, and bits of the fraction of a half and of a double. */
const leastNormal = -14;
const halfBits = 10;
const doubleBits = 52;
/** For each exponent of normal halves: a sum with this has no place for what a half cannot hold. */
const cutters = Float64Array.from(
  { length: 16 - leastNormal },
  (_, i) => 2 ** (leastNormal + i + doubleBits - halfBits),
);

/** IEEE 754 binary16. */
function roundToHalves(values: Float64Array): void {
  // The exponent of a double is in the upper of its two words.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (x === 0) continue;
    const size = Math.abs(x);
    if (size < overflow) {
      const exponent = ((words[2 * i + 1]! >>> 20) & 0x7ff) - 1023;
      const cutter = cutters[Math.max(0, exponent - leastNormal)]!;
      const rounded = size + cutter - cutter;
      values[i] = x > 0 ? rounded : -rounded;
    } else if (size >= overflow) {
      values[i] = x > 0 ? Infinity : -Infinity;
    }
  }
}

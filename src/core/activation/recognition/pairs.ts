/** Paired values of a pre-activation and an activation, both finite, and the precision they hold. */
export interface Pairs {
  readonly z: Float64Array;
  readonly a: Float64Array;
  /** Unit round-off of the coarser of the two: 2⁻⁵³ for float64, 2⁻²⁴ for float32, 2⁻¹¹ for float16, 2⁻⁸ for bfloat16. */
  readonly roundOff: number;
}

export function pairsOf(z: Float64Array, a: Float64Array): Pairs {
  const length = Math.min(z.length, a.length);
  const kept = new Float64Array(length);
  const keptA = new Float64Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(z[i]!) || !Number.isFinite(a[i]!)) continue;
    kept[count] = z[i]!;
    keptA[count] = a[i]!;
    count += 1;
  }
  const pairs = { z: kept.subarray(0, count), a: keptA.subarray(0, count) };
  return { ...pairs, roundOff: Math.max(roundOffOf(pairs.z), roundOffOf(pairs.a)) };
}

/** Significant bits, with the hidden one, of float32, float16 and bfloat16. */
const formats = [24, 11, 8] as const;

function roundOffOf(values: Float64Array): number {
  let bits = 53;
  for (const format of formats) {
    if (!values.every((value) => hasBits(value, format))) break;
    bits = format;
  }
  return 2 ** -bits;
}

/** True if a number has at most so many significant bits. */
function hasBits(value: number, bits: number): boolean {
  // Veltkamp's splitting: the number rounded to so many bits.
  const scaled = value * (2 ** (53 - bits) + 1);
  return !Number.isFinite(scaled) || scaled - (scaled - value) === value;
}

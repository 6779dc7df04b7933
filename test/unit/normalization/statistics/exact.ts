/** Moments in whole numbers of any size, rounded once at the end. */

/** A number as numerator over 2^1074: exactly. */
function exactly(value: number): bigint {
  const [mantissa, exponent] = parts(value);
  return mantissa << BigInt(exponent + 1074);
}

function parts(value: number): [mantissa: bigint, exponent: number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return [bits >> 63n === 1n ? -mantissa : mantissa, Math.max(field, 1) - 1075];
}

const digits = 60n;

/** To some 50 digits, then to a number. */
function quotient(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  const absolute = numerator < 0n ? -numerator : numerator;
  const shift = BigInt(denominator.toString().length - absolute.toString().length) + digits;
  const scaled =
    shift >= 0n ? (absolute * 10n ** shift) / denominator : absolute / (denominator * 10n ** -shift);
  return Number(`${numerator < 0n ? '-' : ''}${scaled}e${-shift}`);
}

export interface ExactMoments {
  readonly mean: number;
  /** With 1/count. */
  readonly variance: number;
  readonly kurtosis: number;
}

export function exactMoments(values: Iterable<number>): ExactMoments {
  const all = Array.from(values, exactly);
  const n = BigInt(all.length);
  const unit = 1n << 1074n;
  const sum = all.reduce((a, b) => a + b, 0n);
  // n·(x − mean) is whole.
  let [m2, m4] = [0n, 0n];
  for (const one of all) {
    const square = (n * one - sum) ** 2n;
    m2 += square;
    m4 += square * square;
  }
  return {
    mean: quotient(sum, n * unit),
    variance: quotient(m2, n ** 3n * unit ** 2n),
    kurtosis: m2 === 0n ? NaN : quotient(n * m4, m2 * m2),
  };
}

/** 10⁰ to 10²²: the powers of ten that float64 holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** Splits a number into two of 26 bits each, whose products are exact (Veltkamp, Dekker 1971). */
const splitter = 2 ** 27 + 1;
const powersHigh = powers.map((power) => splitter * power - (splitter * power - power));
const powersLow = powers.map((power, exponent) => power - powersHigh[exponent]!);

/** More than the share by which the correction of a quotient can be wrong, which is some 2⁻⁵². */
const doubt = 2 ** -50;

/**
 * Reads plain decimal numbers from bytes, rounded as `Number` rounds them, without making a string of each. It takes about
 * a third of the time of `Number` on a string.
 */
export class DecimalReader {
  /** Behind the last number that was read. */
  end = 0;

  /**
   * @param bytes holds a byte that is part of no number somewhere behind `start`
   * @returns NaN where no plain decimal number begins, or one of which only `Number` can tell how it is rounded
   */
  read(bytes: Uint8Array, start: number): number {
    let at = start;
    const sign = bytes[at]!;
    if (sign === 45 || sign === 43) at += 1;
    // The digits from the first that is not 0: eight, nine and two of them.
    let [first, second, third] = [0, 0, 0];
    let digits = 0;
    let point = -1;
    const from = at;
    for (; ; at++) {
      const byte = bytes[at]!;
      const digit = byte ^ 48;
      if (digit <= 9) {
        if (digits < 8) {
          first = (first * 10 + digit) | 0;
          if (first !== 0) digits += 1;
        } else {
          if (digits < 17) second = (second * 10 + digit) | 0;
          else if (digits < 19) third = (third * 10 + digit) | 0;
          digits += 1;
        }
      } else if (byte === 46 && point < 0) point = at + 1;
      else break;
    }
    const decimals = point < 0 ? 0 : at - point;
    if (digits > 19 || at - from === (point < 0 ? 0 : 1)) return NaN;
    let exponent = -decimals;
    if ((bytes[at]! | 32) === 101) {
      const negative = bytes[at + 1] === 45;
      at += negative || bytes[at + 1] === 43 ? 2 : 1;
      const power = at;
      let size = 0;
      for (; (bytes[at]! ^ 48) <= 9; at++) size = Math.min(size * 10 + (bytes[at]! ^ 48), 9999);
      if (at === power) return NaN;
      exponent += negative ? -size : size;
    }
    this.end = at;
    const thirds = digits > 17 ? digits - 17 : 0;
    const seconds = digits > 8 ? digits - 8 - thirds : 0;
    // Both are whole numbers of no more than 53 bits, but for factors of two.
    const high = first * powers[seconds + thirds]!;
    const low = second * powers[thirds]! + third;
    const value = scaled(high, low, digits, exponent);
    return sign === 45 ? -value : value;
  }
}

/** (high + low)·10^exponent, correctly rounded; NaN if that cannot be told. */
function scaled(high: number, low: number, digits: number, exponent: number): number {
  const sum = high + low;
  if (exponent === 0 || sum === 0) return sum;
  if (digits <= 15) {
    // One rounding of two exact numbers (Clinger 1990).
    if (exponent < 0) return exponent < -22 ? NaN : sum / powers[-exponent]!;
    return exponent > 22 ? NaN : sum * powers[exponent]!;
  }
  if (exponent > 0 || exponent < -22) return NaN;
  // The sum and the quotient are rounded: find by how much, and correct it, unless the true value is next to a tie.
  const power = powers[-exponent]!;
  const quotient = sum / power;
  const quotientHigh = splitter * quotient - (splitter * quotient - quotient);
  const quotientLow = quotient - quotientHigh;
  const [powerHigh, powerLow] = [powersHigh[-exponent]!, powersLow[-exponent]!];
  const product = quotient * power;
  const excess =
    quotientHigh * powerHigh -
    product +
    quotientHigh * powerLow +
    quotientLow * powerHigh +
    quotientLow * powerLow;
  const rest = sum - product - excess + (low - (sum - high));
  const correction = rest / power;
  const value = quotient + correction * (1 - doubt);
  return value === quotient + correction * (1 + doubt) ? value : NaN;
}

/** Fourth powers of what is larger or smaller than two to this, summed up, may overflow or vanish. */
const safe = 200;

/** Two to this: values divided by it can be raised to the fourth power. 0, unless they are extremely large or small. */
export function scaleOf(magnitude: number): number {
  if (magnitude === 0) return 0;
  const exponent = Math.floor(Math.log2(magnitude));
  return Math.abs(exponent) <= safe ? 0 : exponent;
}

/** value·2^exponent, also where 2^exponent is no number. */
export function scaled(value: number, exponent: number): number {
  if (exponent === 0) return value;
  const part = Math.trunc(exponent / 4);
  return value * 2 ** part * 2 ** part * 2 ** part * 2 ** (exponent - 3 * part);
}

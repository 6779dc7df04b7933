/** Which values of an axis get a label. */

const steps: readonly number[] = [1, 2, 5];

/** A step of 1, 2 or 5 times a power of ten that divides `span` into at most `most` parts. */
export function niceStep(span: number, most: number): number {
  if (!(span > 0) || most < 1) return 1;
  const rough = span / most;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  for (const step of steps) if (step * magnitude >= rough * (1 - 1e-12)) return step * magnitude;
  return 10 * magnitude;
}

/** Round values inside [low, high], at most `most + 1` of them. */
export function niceTicks(low: number, high: number, most: number): number[] {
  const step = niceStep(high - low, most);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(i === 0 ? 0 : Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Indices 0 … count − 1 to label, a round step apart. */
export function indexTicks(count: number, most: number): number[] {
  const step = Math.max(1, niceStep(count, Math.max(1, most)));
  const ticks: number[] = [];
  for (let i = 0; i < count; i += step) ticks.push(i);
  return ticks;
}

/** Exponents from low to high with a stride that keeps at most `most` of them, aligned on the high end. */
export function exponentTicks(low: number, high: number, most: number): number[] {
  const span = high - low;
  const stride = [1, 2, 3, 5, 10, 20, 50, 100].find((candidate) => span / candidate + 1 <= most) ?? 200;
  const ticks: number[] = [];
  for (let exponent = high; exponent >= low; exponent -= stride) ticks.unshift(exponent);
  return ticks;
}

/** Exponents from low to high that are multiples of a stride, at most `most` of them. */
export function alignedExponents(low: number, high: number, most: number): number[] {
  const stride = [1, 2, 3, 5, 10, 20, 50, 100].find((each) => (high - low) / each + 1 <= most) ?? 200;
  const ticks: number[] = [];
  for (let exponent = Math.ceil(low / stride) * stride; exponent <= high; exponent += stride)
    ticks.push(exponent === 0 ? 0 : exponent);
  return ticks;
}

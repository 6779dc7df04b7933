/**
 * An update in place is a gradient only if it is proportional to the learning rate: the same update at two rates gives
 * the same (before − after)/rate. Momentum that is carried over, several epochs, steps for one example after another and
 * layers that use weights which were already updated do not.
 */
export type Proportionality =
  | 'proportional'
  /** The change is the same at both rates: the rate is not the one that the update uses. */
  | 'other-rate'
  | 'no-change'
  | 'not-proportional';

export interface AtRate {
  readonly rate: number;
  /** (before − after)/rate of every tensor; null where the host had none. */
  readonly gradients: readonly (Float64Array | null)[];
}

/** @param parameterNorm ‖θ‖₂, for the rounding of θ − rate·ĝ. */
export function proportionality(one: AtRate, other: AtRate, parameterNorm: number): Proportionality {
  const [a, b] = [flat(one), flat(other)];
  const size = Math.max(norm(a), norm(b));
  if (size === 0) return 'no-change';
  // A component of θ keeps half a unit in its last place; θ − rate·ĝ is rounded once and subtracted exactly.
  const rounding = (8 * Number.EPSILON * parameterNorm) / Math.min(one.rate, other.rate);
  const tolerance = 1e-9 * size + rounding;
  const distance = (factor: number) => norm(a.map((value, i) => value - factor * (b[i] ?? NaN)));
  if (distance(1) <= tolerance) return 'proportional';
  // Where the change is the same at both, the quotients stand in the inverse ratio of the rates.
  return distance(other.rate / one.rate) <= tolerance ? 'other-rate' : 'not-proportional';
}

function flat({ gradients }: AtRate): number[] {
  return gradients.flatMap((values) => (values === null ? [] : [...values]));
}

function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/**
 * True for a step that looks like that of an optimizer which divides by the size of the gradient (Adam, RMSprop,
 * AdaGrad at their first step): nearly all components, however different they should be, have one absolute value.
 */
export function looksNormalized(gradients: readonly (Float64Array | null)[]): boolean {
  const sizes = flat({ rate: 1, gradients })
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  if (sizes.length < 4) return false;
  const median = sizes[Math.floor(sizes.length / 2)]!;
  const alike = sizes.filter((size) => Math.abs(size - median) <= 0.05 * median);
  return alike.length >= 0.9 * sizes.length;
}

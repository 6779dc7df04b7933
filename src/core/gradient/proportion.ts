import type { TensorCheck } from './assess';

/** A multiple of a vector that explains the whole error of a tensor's gradient. */
export interface Proportion {
  /** c of ĝ − g ≈ c·v. */
  readonly factor: number;
  /** Components that it was fitted to. */
  readonly components: number;
}

/** A true error is this many times the resolution before its shape is told. */
const clear = 30;
/** Of the error, what the rounding of differences may leave unexplained. */
const leftOver = 1e-6;

/** c of ĝ − g ≈ c·v by least squares over the components that were measured, if all of these follow it; else null. */
export function proportionTo(
  vector: Float64Array,
  { computed, numerical, obstacle, decision, leftOut }: TensorCheck,
): Proportion | null {
  if (obstacle !== null || computed === null || numerical === null) return null;
  const ignored = new Set(leftOut);
  const used = [...numerical.keys()].filter((i) => !Number.isNaN(numerical[i]!) && !ignored.has(i));
  if (used.length === 0) return null;
  const sum = (term: (i: number) => number) => used.reduce((total, i) => total + term(i), 0);
  const excess = (i: number) => computed[i]! - numerical[i]!;
  const factor = sum((i) => excess(i) * vector[i]!) / sum((i) => vector[i]! ** 2);
  const size = Math.sqrt(sum((i) => excess(i) ** 2));
  const rest = Math.sqrt(sum((i) => (excess(i) - factor * vector[i]!) ** 2));
  const magnitude = Math.sqrt(sum((i) => computed[i]! ** 2)) + Math.sqrt(sum((i) => numerical[i]! ** 2));
  const error = decision.relativeResolution * magnitude;
  const fits = size > clear * error && rest <= Math.max(leftOver * size, 3 * error);
  return fits ? { factor, components: used.length } : null;
}

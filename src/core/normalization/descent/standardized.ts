import type { ExampleSample } from '../sample';

/** The examples and features of a sample that take part, as they are and standardized. */
export interface Inputs {
  readonly examples: number;
  readonly features: number;
  /** (examples × features), row-major, divided by `scale`. */
  readonly raw: Float64Array;
  /** The largest magnitude: what the raw values were divided by, so that squares neither overflow nor vanish. */
  readonly scale: number;
  /** (examples × features), each feature with mean 0 and standard deviation 1. */
  readonly standardized: Float64Array;
  /** Of the raw values, for each feature. */
  readonly deviations: Float64Array;
}

/** Fewer examples tell nothing. */
const fewestExamples = 3;

/**
 * Leaves out features that are missing in half of the examples, then examples with missing or infinite values, then
 * features that do not vary in what is left. Null if less than three examples or two features are left.
 */
export function inputsOf({ examples, features, values }: ExampleSample): Inputs | null {
  const present = indices(features, (j) => {
    let count = 0;
    for (let i = 0; i < examples; i++) if (Number.isFinite(values[i * features + j]!)) count++;
    return 2 * count > examples;
  });
  const rows = indices(examples, (i) => present.every((j) => Number.isFinite(values[i * features + j]!)));
  if (rows.length < fewestExamples) return null;

  let scale = 0;
  for (const i of rows) for (const j of present) scale = Math.max(scale, Math.abs(values[i * features + j]!));
  if (scale === 0) return null;

  const means: number[] = [];
  const deviations: number[] = [];
  const varying = [...present].filter((j) => {
    const first = values[rows[0]! * features + j]! / scale;
    let sum = 0;
    let most = 0;
    for (const i of rows) {
      const value = values[i * features + j]! / scale;
      sum += value - first;
      most = Math.max(most, Math.abs(value));
    }
    const mean = first + sum / rows.length;
    let squares = 0;
    for (const i of rows) squares += (values[i * features + j]! / scale - mean) ** 2;
    const deviation = Math.sqrt(squares / rows.length);
    // No more than rounding makes of a constant, or too little to be squared.
    if (!(deviation > 4 * Number.EPSILON * most) || deviation < 1e-140) return false;
    means.push(mean);
    deviations.push(deviation);
    return true;
  });
  if (varying.length < 2) return null;

  const raw = new Float64Array(rows.length * varying.length);
  const standardized = new Float64Array(raw.length);
  let at = 0;
  for (const i of rows) {
    for (let j = 0; j < varying.length; j++, at++) {
      raw[at] = values[i * features + varying[j]!]! / scale;
      standardized[at] = (raw[at]! - means[j]!) / deviations[j]!;
    }
  }
  return {
    examples: rows.length,
    features: varying.length,
    raw,
    scale,
    standardized,
    deviations: Float64Array.from(deviations),
  };
}

function indices(count: number, holds: (index: number) => boolean): Uint32Array {
  return Uint32Array.from(Array.from({ length: count }, (_, index) => index).filter(holds));
}

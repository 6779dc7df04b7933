import type { Conditioning } from '../conditioning';
import type { ExampleSample } from '../sample';
import { descend, stepLimit, tolerance } from './gradientDescent';
import type { Rows } from './gram';
import { roundingLevel, sideOf, spectrumOf, type Spectrum } from './spectrum';
import { inputsOf, type Inputs } from './standardized';

/**
 * What gradient descent on the quadratic cost with Hessian XXᵀ/m takes, for the examples as they are and standardized.
 * Constant features and examples with missing values are left out. Null if fewer than three examples or two features
 * that vary are left, or if the numbers are too large or small to be squared.
 */
export function conditioningOf(sample: ExampleSample): Conditioning | null {
  const inputs = inputsOf(sample);
  if (inputs === null) return null;
  const { examples, features, raw, scale, standardized } = inputs;
  const rows = (values: Float64Array): Rows => ({ rows: examples, columns: features, values });
  const side = sideOf(examples, features, extremes(inputs));
  const after = spectrumOf(rows(standardized), side);
  const before = scaled(atLeast(spectrumOf(rows(raw), side), after.rank, inputs), scale * scale);
  const ends = [before.eigenvalues[0]!, before.eigenvalues[before.rank - 1]!];
  if (!ends.every((end) => Number.isFinite(2 / end) && Number.isFinite(end))) return null;
  return {
    examples,
    features,
    stepLimit,
    tolerance,
    before: descend(before.eigenvalues, before.rank, before.complete),
    after: descend(after.eigenvalues, after.rank, after.complete),
  };
}

/** The features that vary most and least: they make the spread of the scales. */
function extremes({ deviations }: Inputs): readonly number[] {
  return [deviations.indexOf(Math.max(...deviations)), deviations.indexOf(Math.min(...deviations))];
}

/**
 * Standardizing, a change of scales and a shift, takes at most one direction from the data. Eigenvalues that must be
 * there by that, but are lost in rounding beside the largest one, are set to the most they can be: the level of rounding,
 * or the smallest mean square of a feature (an upper bound by Rayleigh's quotient). κ then is a lower bound.
 */
function atLeast(spectrum: Spectrum, rank: number, { examples, features, raw }: Inputs): Spectrum {
  if (spectrum.rank >= rank) return spectrum;
  let least = roundingLevel(spectrum.eigenvalues);
  for (let j = 0; j < features; j++) {
    let squares = 0;
    for (let i = 0; i < examples; i++) squares += raw[i * features + j]! ** 2;
    least = Math.min(least, squares / examples);
  }
  const eigenvalues = spectrum.eigenvalues.map((value, at) =>
    at >= spectrum.rank && at < rank ? least : value,
  );
  return { ...spectrum, eigenvalues, rank };
}

function scaled(spectrum: Spectrum, by: number): Spectrum {
  return { ...spectrum, eigenvalues: spectrum.eigenvalues.map((value) => value * by) };
}

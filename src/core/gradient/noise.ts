/**
 * ECNoise: the standard deviation of the rounding noise of a function from a few values on a line.
 * Source: J. J. Moré, S. M. Wild, "Estimating Computational Noise", SIAM J. Sci. Comput. 33 (2011).
 */

export type NoiseEstimate =
  | { readonly kind: 'noise'; readonly noise: number }
  /** Too many equal neighbours: the values are too close together. */
  | { readonly kind: 'widen' }
  /** The function itself varies too much between the values, or no level of differences looks like noise. */
  | { readonly kind: 'narrow' };

/** Noise of equispaced function values, at least six. */
export function noiseOf(values: readonly number[]): NoiseEstimate {
  const largest = Math.max(...values.map(Math.abs));
  const range = Math.max(...values) - Math.min(...values);
  if (range > 0.1 * largest) return { kind: 'narrow' };

  const levels: { readonly sigma: number; readonly bothSigns: boolean }[] = [];
  // By a power of two, which rounds nothing: squares of large differences would overflow.
  const scale = largest > 0 && largest < Infinity ? 2 ** Math.floor(Math.log2(largest)) : 1;
  let differences = values.map((value) => value / scale);
  let gamma = 1;
  for (let level = 1; level < values.length - 1; level++) {
    differences = differences.slice(1).map((value, i) => value - differences[i]!);
    if (level === 1 && 2 * differences.filter((value) => value === 0).length >= differences.length)
      return { kind: 'widen' };
    gamma *= level / (2 * (2 * level - 1));
    const meanSquare = differences.reduce((sum, value) => sum + value * value, 0) / differences.length;
    levels.push({
      sigma: Math.sqrt(gamma * meanSquare),
      bothSigns: Math.min(...differences) < 0 && Math.max(...differences) > 0,
    });
  }
  for (let k = 0; k + 2 < levels.length; k++) {
    const sigmas = levels.slice(k, k + 3).map((level) => level.sigma);
    if (levels[k]!.bothSigns && Math.max(...sigmas) <= 4 * Math.min(...sigmas))
      return { kind: 'noise', noise: scale * levels[k]!.sigma };
  }
  return { kind: 'narrow' };
}

const spacings = { first: 1e-10, widest: 1e-4, narrowest: 1e-16, factor: 100, values: 7 } as const;

/**
 * Estimates the noise of J along a line through the base point.
 * @param evaluate J at each of the given distances from the base point.
 * @returns ε_f, never below the unit roundoff of J itself; NaN if J is not finite.
 */
export async function estimateNoise(
  evaluate: (distances: readonly number[]) => Promise<Float64Array>,
): Promise<number> {
  let spacing: number = spacings.first;
  let direction: 'widen' | 'narrow' | null = null;
  let floor = 0;
  let flat: number | null = null;
  while (spacing <= spacings.widest && spacing >= spacings.narrowest) {
    const distances = Array.from({ length: spacings.values }, (_, i) => (i - 3) * spacing);
    const values = [...(await evaluate(distances))];
    if (!values.every(Number.isFinite)) return NaN;
    floor = Number.EPSILON * 0.5 * Math.abs(values[3]!);
    const estimate = noiseOf(values);
    if (estimate.kind === 'noise') return Math.max(estimate.noise, floor);
    // Turning round would repeat what was tried.
    if (direction !== null && direction !== estimate.kind) break;
    direction = estimate.kind;
    if (direction === 'widen') flat = spacing;
    spacing *= estimate.kind === 'widen' ? spacings.factor : 1 / spacings.factor;
  }
  const quantum = flat === null ? null : await quantumOf(evaluate, flat);
  // No level looked like noise. A sum of a few hundred terms loses a few units in the last place.
  return Math.max(quantum ?? 0, 8 * floor);
}

/** Points so far apart show the steps of a cost, if it has some. */
const widestStaircase = 0.1;
/** Steps that make a staircase are whole multiples of one, up to this share of it. */
const wholeShare = 1e-3;

/** The step of a cost that is rounded, to float16 or to a few decimals; null if its values make no staircase. */
async function quantumOf(
  evaluate: (distances: readonly number[]) => Promise<Float64Array>,
  flat: number,
): Promise<number | null> {
  for (let spacing = flat; spacing <= widestStaircase; spacing *= 4) {
    const distances = Array.from({ length: 2 * spacings.values }, (_, i) => (i - spacings.values) * spacing);
    const values = [...(await evaluate(distances))];
    if (!values.every(Number.isFinite)) return null;
    const differences = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
    const steps = differences.filter((difference) => difference > 0);
    if (steps.length < 2) continue;
    const quantum = Math.min(...steps);
    const isWhole = (step: number) => Math.abs(step / quantum - Math.round(step / quantum)) < wholeShare;
    return steps.every(isWhole) ? quantum : null;
  }
  return null;
}

/**
 * A gradient that is right up to one constant: ĝ = c·g. One finding for the whole model, not one per tensor.
 */

export type DiagnosisKind = 'scale' | 'sign' | 'normalization' | 'zero' | 'regularization' | 'unexplained';

export interface FactorFit {
  /** c of ĝ ≈ c·g by least squares. */
  readonly factor: number;
  /** Error of c. */
  readonly error: number;
}

/**
 * Fits ĝ = c·g for one tensor.
 * @param resolution ρ, the error of ‖g‖₂.
 * @returns null unless the whole tensor follows the factor to within the noise. A single component always does.
 */
export function fitFactor(
  computed: Float64Array,
  numerical: Float64Array,
  resolution: number,
): FactorFit | null {
  let dot = 0;
  let square = 0;
  let computedSquare = 0;
  for (let i = 0; i < numerical.length; i++) {
    dot += computed[i]! * numerical[i]!;
    square += numerical[i]! ** 2;
    computedSquare += computed[i]! ** 2;
  }
  const norm = Math.sqrt(square);
  if (!(norm > 10 * resolution) || !Number.isFinite(dot)) return null;
  const factor = dot / square;
  let residual = 0;
  for (let i = 0; i < numerical.length; i++) residual += (computed[i]! - factor * numerical[i]!) ** 2;
  const tolerance = Math.max(1e-6 * Math.sqrt(computedSquare), 3 * resolution * Math.abs(factor));
  if (Math.sqrt(residual) > tolerance) return null;
  const error = Math.max(1e-6 * Math.abs(factor), (3 * resolution * Math.abs(factor)) / norm);
  return { factor, error };
}

/** Counts a constant may equal: examples m, classes. Null where unknown. */
export interface Counts {
  readonly examples: number | null;
  readonly classes: number | null;
  /** What the strength λ of a regularization may be. */
  readonly strengths?: readonly number[];
}

export interface NamedFactor {
  readonly kind: DiagnosisKind;
  /** The constant as a person would write it: `10`, `1/2`, `−1`, `1.37`. */
  readonly name: string;
  /** What it equals in this model: "m, the number of examples"; empty when nothing. */
  readonly equals: string;
  /** Which slip makes it; empty when there is no usual one. */
  readonly reading: string;
}

const slips = {
  sign: 'the sign is flipped, as in code that ascends instead of descends',
  timesM: 'the cost is a mean over the examples where the gradient is a sum; divide the gradient by m',
  byM: 'the gradient is divided by m where the cost is a sum, or it is divided twice',
  timesOutputs: 'the cost is a mean over the outputs as well, and the gradient is not',
  byOutputs: 'the gradient is averaged over the outputs, and the cost is not',
  twice: 'a square whose cost has the factor 1/2 needs no factor 2 in its gradient',
  half: 'a square whose cost has no factor 1/2 needs the factor 2 in its gradient',
} as const;

/** Says what a constant equals, or null when it is no recognisable number. */
export function nameFactor(fit: FactorFit, counts: Counts): NamedFactor | null {
  const is = (value: number) => Math.abs(fit.factor - value) <= fit.error && value !== 1;
  const sign = fit.factor < 0 ? -1 : 1;
  const minus = sign < 0 ? '−' : '';
  const named = (kind: DiagnosisKind, name: string, equals: string, reading: string): NamedFactor => ({
    kind: sign < 0 ? 'sign' : kind,
    name: `${minus}${name}`,
    equals: equals && `${minus}${equals}`,
    reading,
  });
  if (is(-1)) return named('sign', '1', '', slips.sign);
  const m = counts.examples ?? 0;
  if (m > 2 && is(sign * m))
    return named('normalization', String(m), 'm, the number of examples', slips.timesM);
  if (m > 2 && is(sign / m))
    return named('normalization', `1/${m}`, '1/m, with m the number of examples', slips.byM);
  const outputs = counts.classes ?? 0;
  if (outputs > 2 && is(sign * outputs))
    return named('normalization', String(outputs), 'the number of outputs', slips.timesOutputs);
  if (outputs > 2 && is(sign / outputs))
    return named('normalization', `1/${outputs}`, 'one over the number of outputs', slips.byOutputs);
  if (is(sign * 2)) return named('scale', '2', '', slips.twice);
  if (is(sign / 2)) return named('scale', '1/2', '', slips.half);
  for (let n = 3; n <= 1000; n++) {
    if (is(sign * n)) return named('scale', String(n), '', '');
    if (is(sign / n)) return named('scale', `1/${n}`, '', '');
  }
  return null;
}

/** The factor that all tensors share, or null. Tensors without a gradient to speak of are passed over by the caller. */
export function commonFactor(fits: readonly (FactorFit | null)[]): FactorFit | null {
  const first = fits[0];
  if (!first) return null;
  let best = first;
  for (const fit of fits) {
    if (!fit || Math.abs(fit.factor - best.factor) > fit.error + best.error) return null;
    if (fit.error < best.error) best = fit;
  }
  return Math.abs(best.factor - 1) <= best.error ? null : best;
}

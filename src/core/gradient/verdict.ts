import type { Finding } from '../finding';

/** How a gradient stands, from the evidence of a check. */

export type Verdict = Finding;
/** How derivatives are taken. `richardson` extrapolates two central differences; `complex` takes Im J(θ + iε)/ε. */
export type Scheme = 'central' | 'forward' | 'richardson' | 'complex';
export type Method = 'exhaustive' | 'adaptive';

/** Relative differences that divide the verdicts; the textbook's. */
export interface Thresholds {
  /** At or below: correct. */
  readonly correct: number;
  /** A resolution coarser than this cannot tell a careful look from a right gradient. */
  readonly look: number;
  /** At or above: wrong. */
  readonly wrong: number;
}

export const textbookThresholds: Thresholds = { correct: 1e-7, look: 1e-5, wrong: 1e-3 };

/** What stands in the way of comparing ĝ with g, if anything. */
export type Obstacle =
  | { readonly kind: 'gradient-missing' }
  | { readonly kind: 'gradient-shape'; readonly shape: readonly number[] }
  /** `where`, if known: the first line that makes a value that is not finite. */
  | { readonly kind: 'gradient-not-finite'; readonly count: number; readonly where?: string }
  /** `where`, if known: the first line that makes something else each time. */
  | { readonly kind: 'cost-random'; readonly where?: string }
  /** No parameter changes J by a single bit, though ĝ is not zero. */
  | { readonly kind: 'cost-independent' }
  | { readonly kind: 'cost-not-finite'; readonly where?: string }
  /** J takes complex parameters, but is no analytic function of them. */
  | { readonly kind: 'not-analytic' }
  /** Nothing stands against the gradients but what is said in the message. */
  | { readonly kind: 'undecided'; readonly message: string }
  | { readonly kind: 'numerical-not-finite'; readonly count: number; readonly where?: string };

export interface TensorEvidence {
  readonly obstacle: Obstacle | null;
  /** ‖e‖₂ with e = g − ĝ, kinks left out. */
  readonly errorNorm: number;
  /** ‖g‖₂ + ‖ĝ‖₂. */
  readonly gradientNorm: number;
  /** ρ: the error of ‖g‖₂. */
  readonly resolution: number;
  /** R: ‖g‖₂ + ‖ĝ‖₂ of the whole model. */
  readonly modelNorm: number;
  /** Null before the disagreements were looked at again. */
  readonly settled: {
    /** A component that stands differs by 1e-3 of its size or more. */
    readonly componentWrong: boolean;
    /** Some disagreements could not be told anywhere. */
    readonly unsettled: boolean;
    /** Every component in question was confirmed, at the base point or beside it. */
    readonly confirmed: boolean;
  } | null;
}

/** The line of the decision table that applied. */
export type Rule =
  | 'gradient-unusable'
  | 'not-comparable'
  | 'unreached'
  | 'within-noise'
  | 'agrees'
  | 'agrees-beside'
  | 'disagrees'
  | 'component-disagrees'
  | 'unresolved'
  | 'unsettled'
  /** Other tensors agree with an assumption that this one does not agree with. */
  | 'unlike-others'
  | 'between'
  /** Right without an ε inside a logarithm of the cost. */
  | 'epsilon'
  /** Right but for what the backward pass sets to zero. */
  | 'zeroed';

export interface Decision {
  readonly verdict: Verdict;
  readonly rule: Rule;
  /** d = ‖e‖/(‖g‖+‖ĝ‖); 0 where both vanish, NaN where they cannot be compared. */
  readonly relativeDifference: number;
  /** r = ρ/(‖g‖+‖ĝ‖): the smallest relative difference that could have shown; at most 1. */
  readonly relativeResolution: number;
}

/** ‖g − ĝ‖₂ / (‖g‖₂ + ‖ĝ‖₂), and 0 when both gradients are zero. */
export function relativeDifference(errorNorm: number, gradientNorm: number): number {
  return errorNorm === 0 ? 0 : errorNorm / gradientNorm;
}

/** The decision table: the first line that applies. */
export function decide(evidence: TensorEvidence, thresholds: Thresholds = textbookThresholds): Decision {
  const { obstacle, errorNorm, gradientNorm, resolution, modelNorm } = evidence;
  const d = relativeDifference(errorNorm, gradientNorm);
  const r = gradientNorm > 0 ? Math.min(1, resolution / gradientNorm) : 1;
  const decision = (verdict: Verdict, rule: Rule): Decision => ({
    verdict,
    rule,
    relativeDifference: d,
    relativeResolution: r,
  });
  const withinNoise = errorNorm <= 3 * resolution && resolution <= thresholds.correct * modelNorm;

  if (obstacle) {
    // A tensor that the cost does not depend on needs no gradient.
    if (obstacle.kind === 'gradient-missing' && withinNoise)
      return { ...decision('correct', 'unreached'), relativeDifference: 0 };
    const unusable = obstacle.kind.startsWith('gradient-');
    const verdict = unusable ? 'wrong' : 'inconclusive';
    const rule = unusable ? 'gradient-unusable' : 'not-comparable';
    return { verdict, rule, relativeDifference: NaN, relativeResolution: r };
  }
  const { settled } = evidence;
  // What could not be told is not part of ‖e‖, so a small ‖e‖ acquits only where there is no such component.
  if (!settled?.unsettled) {
    if (d <= Math.max(thresholds.correct, 3 * r) && r <= thresholds.look)
      return decision('correct', 'agrees');
    // Two gradients that are zero to within the noise agree; their quotient would be 1 by chance.
    if (withinNoise)
      return { ...decision('correct', 'within-noise'), relativeDifference: d <= thresholds.look ? d : 0 };
    if (settled?.confirmed) return decision('correct', 'agrees-beside');
  }
  if (d >= thresholds.wrong && d > 10 * r) return decision('wrong', 'disagrees');
  if (settled?.componentWrong) return decision('wrong', 'component-disagrees');
  if (settled?.unsettled) return decision('inconclusive', 'unsettled');
  if (r > thresholds.look) return decision('inconclusive', 'unresolved');
  return decision('suspicious', 'between');
}

/** Line 6 of the table: a component that stands is off by itself, however small its share of the tensor. */
export function componentWrong(
  computed: number,
  numerical: number,
  thresholds: Thresholds = textbookThresholds,
): boolean {
  return Math.abs(numerical - computed) >= thresholds.wrong * (Math.abs(numerical) + Math.abs(computed));
}

/** The worst of several verdicts: wrong > inconclusive > suspicious > correct. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  const order: readonly Verdict[] = ['correct', 'suspicious', 'inconclusive', 'wrong'];
  let rank = 0;
  for (const verdict of verdicts) rank = Math.max(rank, order.indexOf(verdict));
  return order[rank]!;
}

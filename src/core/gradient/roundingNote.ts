import { norm } from './norm';
import { scientific } from '../format';
import type { TensorCheck } from './assess';
import type { ModelCheck } from './check';
import { textbookThresholds, type Scheme } from './verdict';

/**
 * What to say of a check with a step ε that was asked for, where differences that look like errors are no more than the
 * rounding of the cost: ε_f/ε for each derivative, √n times that for the n components of a tensor.
 */
export function roundingNote(check: ModelCheck, names: readonly string[]): string | null {
  const { fixedStep } = check;
  if (fixedStep === undefined) return null;
  const blurred = check.tensors
    .map((one, i) => ({ one, name: names[i]!, rounding: roundingOf(one, check.noise) }))
    .filter(({ one: { decision, leftOut }, rounding }) => {
      const isOff =
        decision.verdict !== 'correct' ||
        leftOut.length > 0 ||
        decision.relativeDifference > textbookThresholds.correct;
      const isZero = decision.rule === 'within-noise';
      return decision.verdict !== 'wrong' && isOff && !isZero && rounding > textbookThresholds.correct;
    })
    .sort((a, b) => b.rounding - a.rounding);
  const [worst] = blurred;
  if (worst === undefined) return null;
  const better = betterStep(worst.one, check.scheme);
  const advice = better !== null && better > fixedStep ? `; ε = ${shortest(better)} is better` : '';
  const size =
    worst.rounding < 0.5
      ? `relative differences of up to ${scientific(worst.rounding, 1)}`
      : `differences as large as ${worst.name}`;
  return `Rounding of the cost alone makes ${size} at ε = ${shortest(fixedStep)}${advice}.`;
}

/** The relative difference that rounding alone makes of a tensor's gradients; 0 where they cannot be compared. */
export function roundingOf({ computed, numericalNorm, step, obstacle }: TensorCheck, noise: number): number {
  if (computed === null || obstacle !== null || !(step > 0)) return 0;
  const norms = numericalNorm + norm(computed);
  const rounding = (noise / step) * Math.sqrt(computed.length);
  return rounding > 0 && norms > 0 ? rounding / norms : 0;
}

/** The step whose derivative along a line of the tensor is off by least. */
function betterStep({ stepSweep }: TensorCheck, scheme: Scheme): number | null {
  const curve = stepSweep?.curves.find((one) => one.scheme === scheme);
  if (!stepSweep || !curve) return null;
  const errors = curve.errors.map((error, i) => error + stepSweep.rounding[i]!);
  const least = Math.min(...errors.filter((error) => Number.isFinite(error)));
  return stepSweep.steps[errors.indexOf(least)] ?? null;
}

/** `10⁻⁷`, `2.5 × 10⁻⁷`. */
function shortest(step: number): string {
  return scientific(step, 2).replace('.0 ', ' ').replace(/^1 × /, '');
}

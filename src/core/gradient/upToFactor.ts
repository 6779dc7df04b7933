import type { Model } from '../model';
import type { TensorCheck } from './assess';
import { checkGradients, type CheckSettings, type ModelCheck, type Progress } from './check';
import { remembering, rescaled } from './rescaled';

/**
 * The check of gradients that are known up to one constant only: steps whose learning rate is hidden, gradients of a
 * cost that the file does not have. The constant is the one that most tensors share, and the check is of ĝ/c.
 */
export interface FreeCheck {
  /** With ĝ/c in place of ĝ; of ĝ itself where there is no c. */
  readonly check: ModelCheck;
  /** Of ĝ as it is. */
  readonly plain: ModelCheck;
  /** c of ĝ ≈ c·g; null if no two components agree about one. */
  readonly factor: number | null;
  /** Indices in `check.tensors` of those that agree with c·g and have a gradient to speak of. */
  readonly fitting: readonly number[];
  /** Likewise, of all those that have a gradient to speak of. */
  readonly informative: readonly number[];
}

export async function checkUpToFactor(
  model: Model,
  settings: CheckSettings,
  onProgress: (progress: Progress) => void = () => {},
): Promise<FreeCheck> {
  const remembered = remembering(model);
  // The constant is told from all components.
  const whole = { ...settings, effort: undefined };
  const plain = await checkGradients(remembered, whole, onProgress);
  const factor = sharedConstant(plain.tensors);
  const plainIsRight = plain.verdict === 'correct';
  if (factor === null || plainIsRight)
    return freeCheck(plain, plain, plainIsRight && factor !== null ? 1 : factor);
  return freeCheck(await checkGradients(rescaled(remembered, factor), whole), plain, factor);
}

function freeCheck(check: ModelCheck, plain: ModelCheck, factor: number | null): FreeCheck {
  const largest = Math.max(...check.tensors.map(({ numericalNorm }) => numericalNorm || 0));
  const informative = [...check.tensors.keys()].filter((i) => {
    const { numericalNorm, computed } = check.tensors[i]!;
    return numericalNorm > 1e-7 * largest || (computed?.some((value) => value !== 0) ?? false);
  });
  const fitting = informative.filter(
    (i) => factor !== null && check.tensors[i]!.decision.verdict === 'correct',
  );
  return { check, plain, factor, fitting, informative };
}

/** Ratios this close are one constant and the rounding of differences. */
const close = 1e-5;

interface Share {
  readonly constant: number;
  /** Components whose ratio it is; all of them for nothing but one component. */
  readonly ratios: readonly { readonly ratio: number; readonly weight: number }[];
}

/**
 * The constant that the most tensors share, or null. Within a tensor the constant is the median of the ratios, so that a
 * component at a kink, or one that is wrong, does not spoil it.
 */
export function sharedConstant(tensors: readonly TensorCheck[]): number | null {
  const shares = tensors.map(shareOf).filter((share) => share !== null);
  let best: { readonly members: readonly Share[]; readonly support: number } | null = null;
  for (const { constant } of shares) {
    const members = shares.filter((other) => near(other.constant, constant));
    const support = members.reduce((sum, { ratios }) => sum + ratios.length, 0);
    if (
      best === null ||
      members.length > best.members.length ||
      (members.length === best.members.length && support > best.support)
    )
      best = { members, support };
  }
  // One number always is a multiple of another.
  if (best === null || best.support < 2) return null;
  const all = best.members.flatMap(({ ratios }) => ratios);
  const weights = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0) / weights;
}

function shareOf({ computed, numerical, obstacle }: TensorCheck): Share | null {
  if (obstacle !== null || computed === null || numerical === null) return null;
  const largest = numerical.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const ratios = [...numerical.keys()]
    .filter((i) => Math.abs(numerical[i]!) > 1e-4 * largest && computed[i] !== 0)
    .map((i) => ({ ratio: computed[i]! / numerical[i]!, weight: numerical[i]! ** 2 }))
    .filter(({ ratio }) => Number.isFinite(ratio))
    .sort((a, b) => a.ratio - b.ratio);
  if (ratios.length === 0) return null;
  const half = ratios.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  const median = ratios.find(({ weight }) => (sum += weight) >= half)!.ratio;
  const agreeing = ratios.filter(({ ratio }) => near(ratio, median));
  return agreeing.length * 2 > ratios.length ? { constant: median, ratios: agreeing } : null;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= close * Math.max(Math.abs(a), Math.abs(b));
}

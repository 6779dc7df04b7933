import type { LoopDoubts } from '../core/binding/binding';
import { decimal } from '../core/format';
import type { TensorCheck } from '../core/gradient/assess';
import type { ModelCheck } from '../core/gradient/check';
import { undecided } from '../core/gradient/freeVerdict';

type Planned = LoopDoubts['otherCosts'][number];

/** What is to be asked of the model to clear up doubts. */
export interface DoubtQuestions {
  /** Are the gradients those of another cost, up to a positive constant? */
  readonly fits: (cost: Planned) => Promise<boolean>;
  /** The tensors whose gradients are those of another cost. */
  readonly fitting: (cost: Planned) => Promise<readonly TensorCheck[]>;
}

/**
 * What of a loop that trains can be called wrong: not a factor that all gradients share, which the learning rate makes good,
 * and not the gradients of another cost than the one that is printed.
 */
export async function withDoubts(
  check: ModelCheck,
  loop: LoopDoubts,
  { fits, fitting }: DoubtQuestions,
): Promise<ModelCheck> {
  if (check.verdict === 'correct' || check.verdict === 'inconclusive') return check;
  const { cost, changes, why, otherCosts, besides } = loop;
  const factor = check.commonFactor?.factor ?? null;
  if (why === null && factor !== null && (factor > 0 || !changes))
    return undecided(
      check,
      `Every gradient is ${decimal(factor, 4)} × that of \`${cost}\`, which is right if \`${cost}\` is only printed. Give it that factor to be sure.`,
    );
  for (const other of otherCosts) {
    if (await fits(other))
      return undecided(
        check,
        `The gradients are not those of \`${cost}\` but those of the ${other.name}, which is right if \`${cost}\` is only printed. Let \`${cost}\` be that cost to be sure.`,
      );
  }
  if (why !== null) return undecided(check, why);
  let tensors = check.tensors;
  for (const other of besides) {
    const fit = await fitting(other);
    tensors = tensors.map((one) =>
      isRight(one) ? one : (fit.find(({ tensor }) => tensor === one.tensor) ?? one),
    );
    if (tensors.every(isRight))
      return undecided(
        check,
        `Some gradients are those of \`${cost}\` and the others those of \`${other.name}\`. To have each checked with its own cost, compute them in functions of their own.`,
      );
  }
  return { ...check, tensors };
}

function isRight({ decision }: TensorCheck): boolean {
  return decision.verdict === 'correct';
}

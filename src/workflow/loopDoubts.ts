import type { LoopDoubts } from '../core/binding/binding';
import { decimal } from '../core/format';
import type { ModelCheck } from '../core/gradient/check';
import { undecided } from '../core/gradient/freeVerdict';

/**
 * What of a loop that trains can be called wrong: not a factor that all gradients share, which the learning rate makes good,
 * and not the gradients of another cost than the one that is printed. Null if the check stands as it is.
 * @param fits tells if the gradients are those of another cost, up to a positive constant
 */
export async function withDoubts(
  check: ModelCheck,
  loop: LoopDoubts,
  fits: (cost: LoopDoubts['otherCosts'][number]) => Promise<boolean>,
): Promise<ModelCheck> {
  if (check.verdict === 'correct' || check.verdict === 'inconclusive') return check;
  const { cost, changes, state, otherCosts } = loop;
  const [first] = state;
  if (first !== undefined)
    return undecided(
      check,
      `The updates go by more than one gradient: the loop changes \`${first}\` too, as an optimizer does. Give the gradients names such as \`dW\`, so that they can be checked themselves.`,
    );
  const factor = check.commonFactor?.factor ?? null;
  if (factor !== null && (factor > 0 || !changes))
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
  return check;
}

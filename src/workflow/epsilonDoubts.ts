import type { TensorCheck } from '../core/gradient/assess';
import type { ModelCheck } from '../core/gradient/check';
import { worst } from '../core/gradient/verdict';
import type { CheckReport } from '../protocol/report';
import type { Checked } from './checkBinding';

/**
 * The gradient p − y is that of −log p. Of −log(p + ε) it is right but for what ε changes, which confident predictions make
 * large. So what is right once ε is as good as zero deserves a look, and is no error of the gradient.
 * @param checks of the same file without them
 */
export function explainedByEpsilons(
  checked: readonly Checked[],
  checks: readonly CheckReport[],
  epsilon: NonNullable<TensorCheck['epsilon']>,
): readonly Checked[] {
  return checked.map((one, i) => {
    const other = checks[i];
    return other?.subject === one.binding.subject
      ? { ...one, check: explained(one.check, one, other, epsilon) }
      : one;
  });
}

function explained(
  check: ModelCheck,
  { model }: Checked,
  other: CheckReport,
  epsilon: NonNullable<TensorCheck['epsilon']>,
): ModelCheck {
  const isRight = (tensor: number) =>
    other.tensors.some(({ name, verdict }) => name === model.tensors[tensor]!.name && verdict === 'correct');
  const tensors = check.tensors.map((one) =>
    ['wrong', 'suspicious'].includes(one.decision.verdict) && isRight(one.tensor)
      ? {
          ...one,
          decision: { ...one.decision, verdict: 'suspicious' as const, rule: 'epsilon' as const },
          epsilon,
          fit: null,
        }
      : one,
  );
  return {
    ...check,
    tensors,
    verdict: worst(tensors.map(({ decision }) => decision.verdict)),
    commonFactor: null,
  };
}

import type { Description, FunctionFact } from '../inventory';
import { Misfit } from '../session';
import { sameShape } from '../values';

/**
 * A softmax whose backward step hands on what it is given: the loss after it differentiates both together. That is no
 * error, and nothing that can be checked without the loss.
 */
export function refuseFused(
  name: string,
  backward: FunctionFact,
  upstream: Description,
  gradient: Description,
): void {
  if (!/softmax/i.test(name) || upstream.type !== 'array' || gradient.type !== 'array') return;
  const same = sameShape(upstream.shape, gradient.shape);
  if (!same || upstream.min !== gradient.min || upstream.max !== gradient.max) return;
  throw new Misfit(
    'fused',
    `\`${backward.name}\` hands on the gradient it is given, so the loss after it is to differentiate the softmax as well. ` +
      'Check them together: write a `gradient_lens()` function with the command *Insert Model Contract*.',
    backward.line,
    backward.file,
  );
}

import type { Binding } from '../core/binding/binding';
import type { Change, Plan } from '../core/binding/plan';
import { looksNormalized, proportionality, type AtRate } from '../core/gradient/rates';
import { ProblemError } from '../core/problem';
import type { BoundModel, ModelHost } from '../hosts/ModelHost';
import { bindModel } from './bindModel';

/**
 * Makes the step of an update at two learning rates, to see whether it is that of a gradient. Throws a `ProblemError` with
 * the sentence for the user where it is not.
 * @returns `unknown` if the step does not use the rate that was set.
 */
export async function rateOfUpdate(
  binding: Binding,
  otherRate: Plan,
  host: ModelHost,
  seed: number,
  file: string,
): Promise<'known' | 'unknown'> {
  const steps: AtRate[] = [];
  let norm = 0;
  for (const plan of [otherRate, binding.plan]) {
    const { bound } = await bindModel(host, plan, seed);
    if (!bound.gradientRepeats) {
      throw refusal(binding, file, [
        'changes the parameters by something else each time it is called at the same point: it keeps momentum or',
        'another state, or takes other examples.',
      ]);
    }
    norm = Math.hypot(...bound.model.tensors.map((tensor) => tensor.norm));
    steps.push({ rate: rateOf(plan), gradients: await gradientsOf(bound) });
  }
  const [other, main] = steps as [AtRate, AtRate];
  if (looksNormalized(main.gradients)) {
    throw refusal(binding, file, [
      'moves every parameter by the same distance, as optimizers do that divide by the size of the gradient (Adam, RMSprop).',
    ]);
  }
  switch (proportionality(main, other, norm)) {
    case 'proportional':
      return 'known';
    case 'other-rate':
      return 'unknown';
    case 'no-change':
      throw refusal(binding, file, ['changes no parameter, at whatever learning rate.']);
    case 'not-proportional':
      throw refusal(binding, file, [
        'makes a step that is not in proportion to the learning rate: it updates more than once (several epochs, one',
        'example after another), uses weights that it has already updated, or an optimizer such as Adam.',
      ]);
  }
}

function rateOf({ tensors }: Plan): number {
  return tensors
    .map(({ gradient }) => gradient)
    .find((gradient): gradient is Change => gradient?.from === 'change')!.rate;
}

async function gradientsOf({ model }: BoundModel): Promise<(Float64Array | null)[]> {
  const found: (Float64Array | null)[] = [];
  for (const [index, { gradient, size }] of model.tensors.entries())
    found.push(gradient?.fits ? await model.values('gradient', index, 0, size) : null);
  return found;
}

function refusal({ backward, subject }: Binding, file: string, why: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'not-proportional',
    message:
      `\`${backward?.name ?? subject}\` ${why.join(' ')} So its step tells no gradient; compute the gradients in a function ` +
      'of their own that returns them.',
    file: backward?.file ?? file,
    line: backward?.line ?? null,
    column: null,
    details: '',
  });
}

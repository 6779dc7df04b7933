import type { ModelCheck } from '../core/gradient/check';
import { penaltiesOf, type Penalty } from '../core/gradient/regularization';
import type { Model } from '../core/model';

/** The regularization terms that explain what is wrong, at the point where the model is. */
export async function penaltiesAt(check: ModelCheck, model: Model): Promise<readonly Penalty[]> {
  const isOff = ({ decision: { verdict } }: (typeof check.tensors)[number]) =>
    verdict === 'wrong' || verdict === 'suspicious';
  const parameters: Float64Array[] = [];
  for (const one of check.tensors) {
    const { size } = model.tensors[one.tensor]!;
    parameters.push(
      isOff(one) ? await model.values('parameter', one.tensor, 0, size) : new Float64Array(size),
    );
  }
  return penaltiesOf(check.tensors, parameters);
}

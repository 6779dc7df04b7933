import { floats, integers, probabilities, type Made } from './made';

/** Predictions and labels to try with a loss. */
export interface LossRecipe {
  readonly prediction: Made;
  readonly labels: Made;
  readonly classes: number | null;
  readonly examples: number | null;
}

const zeroOne = (...shape: number[]): Made => ({ is: 'zeros and ones', shape });
const oneHot = (shape: readonly number[], axis: number): Made => ({ is: 'one-hot', shape, axis });

const real = (...shape: number[]): LossRecipe => ({
  prediction: floats(...shape),
  labels: floats(...shape),
  classes: null,
  examples: null,
});
const regression: readonly LossRecipe[] = [real(5, 3), real(5), real(5, 1), real(3, 5)];

function classes(values: typeof floats): readonly LossRecipe[] {
  return [
    { prediction: values(5, 3), labels: integers(3, 5), classes: 3, examples: 5 },
    { prediction: values(5, 3), labels: oneHot([5, 3], 1), classes: 3, examples: 5 },
    { prediction: values(3, 5), labels: oneHot([3, 5], 0), classes: 3, examples: 5 },
    { prediction: values(3, 5), labels: integers(3, 5), classes: 3, examples: 5 },
  ];
}

function binary(values: typeof floats): readonly LossRecipe[] {
  return [
    { prediction: values(5, 1), labels: zeroOne(5, 1), classes: null, examples: 5 },
    { prediction: values(1, 5), labels: zeroOne(1, 5), classes: null, examples: 5 },
    { prediction: values(5), labels: zeroOne(5), classes: null, examples: 5 },
  ];
}

/** For a sequence: scores at every step, and a mask of the steps that count. */
const temporal: LossRecipe = {
  prediction: floats(2, 4, 3),
  labels: integers(3, 2, 4),
  classes: 3,
  examples: 2,
};

/** What to try for a loss of that name, likeliest first. */
export function lossRecipes(name: string): readonly LossRecipe[] {
  if (/temporal|sequence/i.test(name)) return [temporal, ...classes(floats)];
  if (/mse|squared|sse|mae|l1|l2|huber|regress|abs|rmse|euclid|quadratic|msle/i.test(name))
    return [...regression, ...binary(floats)];
  const scores = /softmax|logit|svm|hinge|score/i.test(name) ? floats : probabilities;
  if (/binary|bce|sigmoid|logistic/i.test(name))
    return [...binary(/logit|sigmoid/i.test(name) ? floats : probabilities), ...regression];
  return [
    ...classes(scores),
    ...binary(scores),
    ...(scores === floats ? [] : classes(floats)),
    ...regression,
  ];
}

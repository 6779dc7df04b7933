import { kindOfFunction, roleOfResult } from './functionKinds';
import type { FunctionFact } from './inventory';
import { roleOfArgument } from './roles';

/** The table of names of functions that change the parameters by one step of training. */

const what =
  '(step|once|one|on_?batch|batch|mini_?batch|epoch|iteration|weights?|params|parameters|network|net|model|example|sample|loop|gd|sgd|bgd|nn)';
const updateName = new RegExp(
  '^_*(' +
    `(train|training|fit|update|step|learn|optimi[sz]e|sgd|gd|bgd)(_?${what})*` +
    `|(run_?|do_?|one_?|single_?|full_?)?((stochastic|batch|mini_?batch|full_?batch)_?)?(gradient_?descent|gradient_?step)(_?${what})*` +
    `|(one_?|single_?|weights?_?|params?_?|parameters?_?|sgd_?|gd_?|batch_?)(step|update|updates|epoch|iteration)` +
    ')$',
  'i',
);

/** True for a step of training that computes its own gradients. One that is given them only applies them. */
export function isUpdate(fact: Pick<FunctionFact, 'name' | 'parameters'>): boolean {
  if (!updateName.test(fact.name) || kindOfFunction(fact) !== 'other') return false;
  return !fact.parameters.some(
    ({ name }) => roleOfArgument(name) === 'gradients' || roleOfResult(name) === 'gradients',
  );
}

/** True of `train_step()` and `update(lr=0.1)`, which take data and parameters from where they are defined. */
export function isStepWithGlobals({ name, parameters }: FunctionFact): boolean {
  return (
    /(step|once|update|iteration)/i.test(name) &&
    parameters.every(({ name: argument }) => roleOfArgument(argument) === 'learningRate')
  );
}

/** True if it is given data to learn from. */
export function takesData(fact: FunctionFact): boolean {
  return fact.parameters.some(({ name }) => {
    const role = roleOfArgument(name);
    return role === 'inputs' || role === 'labels' || role === 'output';
  });
}

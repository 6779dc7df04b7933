import { kindOfFunction, requiredOf, roleOfResult } from '../functionKinds';
import type { FunctionFact } from '../inventory';
import { wordsOf } from '../names';
import { roleOfArgument } from '../roles';

/** An objective and its gradient; one function may give both. */
export interface ObjectivePair {
  readonly cost: FunctionFact;
  readonly gradient: FunctionFact;
}

const gradientWord =
  /^(d|grads?|gradients?|gradient_?func|nabla|jac|jacobian|derivs?|derivatives?|slopes?|gradientfunc|grad_?fn)$/;
const plainWord =
  /^(cost|costs|loss|losses|error|objective|function|func|fn|compute|calc|calculate|get|total|the|of|and|value)$/;
const never =
  /(numeric|finite|check|test|plot|show|print|train|^fit|descent|optimi[sz]e|minimi[sz]e|update|step|prime|delta|clip)/i;

/**
 * Functions that belong together as f and its gradient, because their names say so (`chi2` and `grad_chi2`, `J` and
 * `gradient`) and because they take the same arguments; the likeliest first.
 */
export function objectivePairs(functions: readonly FunctionFact[], file: string): readonly ObjectivePair[] {
  const usable = functions.filter((fact) => !never.test(fact.name) && requiredOf(fact).length > 0);
  const gradients = usable.filter((fact) => isGradient(fact));
  const apart = gradients.flatMap((gradient) =>
    usable
      .filter((cost) => cost !== gradient && !isGradient(cost) && sameArguments(cost, gradient))
      .filter((cost) => isCost(cost) || namedAfter(gradient, cost))
      .map((cost) => ({ cost, gradient })),
  );
  const together = usable.filter((fact) => givesBoth(fact)).map((fact) => ({ cost: fact, gradient: fact }));
  return [...apart, ...together]
    .filter(({ gradient }) => !takesResults(gradient))
    .sort((a, b) => merit(b, file) - merit(a, file));
}

function isGradient(fact: FunctionFact): boolean {
  return (
    wordsOf(fact.name).some((word) => gradientWord.test(word)) ||
    (kindOfFunction(fact) === 'backward' && !givesBoth(fact))
  );
}

function isCost(fact: FunctionFact): boolean {
  return kindOfFunction(fact) === 'cost';
}

/** `grad_chi2` and `chi2`, `kl_gradient` and `kl_divergence`. */
export function namedAfter(gradient: FunctionFact, cost: FunctionFact): boolean {
  const stem = wordsOf(gradient.name).filter((word) => !gradientWord.test(word) && !plainWord.test(word));
  const words = wordsOf(cost.name).filter((word) => !plainWord.test(word));
  return stem.length > 0 && stem.every((word) => words.includes(word));
}

function sameArguments(a: FunctionFact, b: FunctionFact): boolean {
  const names = (fact: FunctionFact) =>
    requiredOf(fact)
      .map(({ name }) => name)
      .sort()
      .join();
  return names(a) === names(b);
}

/** `return loss, grad`. */
function givesBoth(fact: FunctionFact): boolean {
  const named = /(cost|loss|objective|likelihood|energy).*|.*(grad)/i.test(fact.name);
  return fact.returns.some(
    (texts) =>
      texts.length > 1 &&
      (texts.some((text) => roleOfResult(text) === 'cost') || named) &&
      texts.some((text) => roleOfResult(text) === 'gradients' || /^_*(d|grad|gradient)/i.test(text)),
  );
}

/** Takes what an earlier call gives: part of a backward pass, no function of the parameters alone. */
function takesResults(fact: FunctionFact): boolean {
  return requiredOf(fact).some(({ name }) =>
    ['cache', 'upstream', 'gradients'].includes(roleOfArgument(name, 'backward') ?? ''),
  );
}

function merit({ cost, gradient }: ObjectivePair, file: string): number {
  const lines = Math.min(gradient.endLine - gradient.line, 60) + Math.min(cost.endLine - cost.line, 60);
  return (
    lines * (gradient.file === file ? 1 : 0.5) +
    (isCost(cost) ? 20 : 0) +
    (cost !== gradient && namedAfter(gradient, cost) ? 20 : 0)
  );
}

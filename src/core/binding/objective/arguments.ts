import { requiredOf } from '../functionKinds';
import type { Description, FunctionFact, ValueFact } from '../inventory';
import { canonical, looksLikeParameter } from '../names';
import type { Source } from '../plan';
import { roleOfArgument } from '../roles';

/** An argument and the value of the file that it is filled with. */
export interface StatedArgument {
  readonly name: string;
  /** What the module calls the value: `beta`, or `X_train` for `X`. */
  readonly value: ValueFact;
  readonly source: Source;
}

/**
 * The file's own values for all arguments that a function needs, each under the argument's name or nearly so; null if
 * one has none.
 */
export function statedArguments(
  fact: FunctionFact,
  values: readonly ValueFact[],
): readonly StatedArgument[] | null {
  const found = requiredOf(fact).map(({ name }) => {
    const value = stated(name, values);
    return value === null ? null : { name, value, source: { from: 'module', name: value.name } as const };
  });
  return found.every((argument) => argument !== null) ? found : null;
}

function stated(name: string, values: readonly ValueFact[]): ValueFact | null {
  const usable = values.filter(({ value }) => isData(value));
  const exact = usable.find((value) => value.name === name);
  if (exact !== undefined) return exact;
  for (const likeness of likenesses) {
    const like = usable.filter((value) => likeness(name, value.name));
    if (like.length === 1) return like[0]!;
  }
  return null;
}

/** Other names of the same thing: `theta0` and `initial_theta` for `theta`, `X_train` for `X`, `inputs` for `INPUTS`. */
const likenesses: readonly ((argument: string, value: string) => boolean)[] = [
  (argument, value) => value.toLowerCase() === argument.toLowerCase() && argument.length > 1,
  (argument, value) => value.replace(/(_?0|_(init|initial|start))$|^(init|initial|start)_/, '') === argument,
  (argument, value) => value.replace(/_?(train|tr|training)$|^(train|tr|training)_/, '') === argument,
  (argument, value) => canonical(value) === canonical(argument),
];

function isData(value: Description): boolean {
  return value.type !== 'function' && value.type !== 'none';
}

/**
 * True if the usual roles cannot fill these arguments, because a name says nothing, or two say the same: then it is
 * the file's own values that tell.
 */
export function needsStated(fact: FunctionFact): boolean {
  const roles = requiredOf(fact).map(({ name }) => ({ name, role: roleOfArgument(name, 'cost') }));
  const twice = (['inputs', 'labels'] as const).some(
    (role) => roles.filter((one) => one.role === role).length > 1,
  );
  return twice || roles.some(({ name, role }) => role === null && !looksLikeParameter(name));
}

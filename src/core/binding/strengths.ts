import { callsOf, namedNumbers, passed, stepsOf } from './called';
import type { Inventory } from './inventory';
import type { Plan } from './plan';
import { roleOfArgument } from './roles';

/** What the strength λ of a regularization may be: numbers that are named so, passed for it, or its default. */
export function strengthsOf(plan: Plan, inventory: Inventory): readonly number[] {
  const isStrength = (name: string): boolean => roleOfArgument(name) === 'regularization';
  const given = callsOf(stepsOf(plan), inventory).flatMap(({ call, fact }) =>
    fact.parameters
      .filter(({ name }) => isStrength(name))
      .map((parameter) => passed(call, fact, parameter))
      .flatMap((source) => (source?.from === 'literal' ? [source.value] : [])),
  );
  const { functions, classes } = inventory;
  const parameters = [
    ...functions.flatMap((fact) => fact.parameters),
    ...classes.flatMap((fact) => [
      ...fact.constructorParameters,
      ...fact.methods.flatMap((method) => method.parameters),
    ]),
  ];
  const defaults = parameters.flatMap(({ name, default: value }) =>
    value?.type === 'number' && isStrength(name) ? [value.value] : [],
  );
  const all = [...given, ...namedNumbers(inventory, isStrength), ...defaults];
  return [...new Set(all.filter((value) => typeof value === 'number' && value > 0))] as number[];
}

import type { ParameterFact } from '../core/binding/inventory';
import { isClass } from './describe';

/** Calls a function, or makes an object of a class. Arguments given by name go where `parameters` has them. */
export function callWith(
  callable: CallableFunction,
  receiver: unknown,
  positional: readonly unknown[],
  named: readonly (readonly [string, unknown])[],
  parameters: () => readonly ParameterFact[],
): unknown {
  const values = named.length === 0 ? positional : placed(positional, named, parameters());
  return isClass(callable) ? Reflect.construct(callable, values) : Reflect.apply(callable, receiver, values);
}

/**
 * Names of one options object, `f(x, { lambda, keepProb })`, are facts of kind `keyword`: they share one place among the
 * arguments. Names that the function does not have go into an object at the end.
 */
function placed(
  positional: readonly unknown[],
  named: readonly (readonly [string, unknown])[],
  parameters: readonly ParameterFact[],
): readonly unknown[] {
  const values = [...positional];
  const places = new Map<string, number>();
  let place = -1;
  let inOptions = false;
  for (const { name, kind } of parameters) {
    if (kind !== 'keyword' || !inOptions) place++;
    inOptions = kind === 'keyword';
    places.set(name, place);
  }
  const kinds = new Map(parameters.map(({ name, kind }) => [name, kind]));
  const rest: Record<string, unknown> = {};
  for (const [name, value] of named) {
    const index = places.get(name);
    if (index === undefined) rest[name] = value;
    else if (kinds.get(name) !== 'keyword') values[index] = value;
    else values[index] = { ...(values[index] as object | undefined), [name]: value };
  }
  return Object.keys(rest).length > 0 ? [...values, rest] : values;
}

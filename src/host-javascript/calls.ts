import type { ParameterFact } from '../core/binding/inventory';
import { isClass } from './describe';

/** Calls a function, or makes an object of a class. Arguments given by name go where `parameters` has them. */
export function callWith(
  callable: CallableFunction,
  receiver: unknown,
  positional: readonly unknown[],
  named: readonly (readonly [string, unknown])[],
  parameters: readonly ParameterFact[],
): unknown {
  const values = placed(positional, named, parameters);
  return isClass(callable) ? Reflect.construct(callable, values) : Reflect.apply(callable, receiver, values);
}

/**
 * Names of one options object, `f(x, { lambda, keepProb })`, are facts of kind `keyword`: they share one place among the
 * arguments, where there is an object also if none of them is given. Names that the function does not have go into an
 * object at the end.
 */
function placed(
  positional: readonly unknown[],
  named: readonly (readonly [string, unknown])[],
  parameters: readonly ParameterFact[],
): readonly unknown[] {
  const places = placesOf(parameters);
  if (named.length === 0 && places.options.size === 0) return positional;
  const values = [...positional];
  for (const place of places.options) values[place] ??= {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of named) {
    const place = places.names.get(name);
    if (place === undefined) rest[name] = value;
    else if (places.options.has(place)) (values[place] as Record<string, unknown>)[name] = value;
    else values[place] = value;
  }
  return Object.keys(rest).length > 0 ? [...values, rest] : values;
}

interface Places {
  readonly names: ReadonlyMap<string, number>;
  /** The places of options objects. */
  readonly options: ReadonlySet<number>;
}

const known = new WeakMap<readonly ParameterFact[], Places>();

function placesOf(parameters: readonly ParameterFact[]): Places {
  const cached = known.get(parameters);
  if (cached !== undefined) return cached;
  const names = new Map<string, number>();
  const options = new Set<number>();
  let place = -1;
  let inOptions = false;
  for (const { name, kind } of parameters) {
    if (kind !== 'keyword' || !inOptions) place++;
    inOptions = kind === 'keyword';
    names.set(name, place);
    if (inOptions) options.add(place);
  }
  const places = { names, options };
  known.set(parameters, places);
  return places;
}

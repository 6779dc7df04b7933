import type { ParameterFact } from '../core/binding/inventory';
import type { MadeArray, PathPart, Source, Step } from '../core/binding/plan';
import { isClass, type FunctionFacts } from './describe';
import { HostError } from './failures';
import { decodeBlock, fromWireNumber } from './wire';

/** Results of steps, by name. */
export type Slots = Map<string, unknown>;

/** What plans are carried out on. */
export interface Module {
  readonly namespace: object;
  readonly factsOf: FunctionFacts;
}

/** A value and, where it lies in an object, list or map, that container and the key. */
export interface Located {
  readonly value: unknown;
  readonly container: object | null;
  readonly key: unknown;
}

export type Getter = (slots: Slots) => Located;
export type Runner = (slots: Slots) => unknown;

/** Prepares a source, so that finding its value again and again costs little. */
export function compileSource(source: Source, module: Module): Getter {
  switch (source.from) {
    case 'literal': {
      const text = source.value;
      const value =
        text === 'NaN' || text === 'Infinity' || text === '-Infinity' ? fromWireNumber(text) : text;
      return () => loose(value);
    }
    case 'array': {
      const value = nest(source.array);
      return () => loose(value);
    }
    case 'list': {
      const items = source.items.map((item) => compileSource(item, module));
      return (slots) => loose(items.map((item) => item(slots).value));
    }
    case 'mapping': {
      const entries = source.entries.map(([key, item]) => [key, compileSource(item, module)] as const);
      return (slots) => loose(Object.fromEntries(entries.map(([key, item]) => [key, item(slots).value])));
    }
    case 'slot': {
      const { slot, path = [] } = source;
      return (slots) => {
        if (!slots.has(slot)) throw missing(`There is no result named ${slot}.`);
        return follow(loose(slots.get(slot)), path);
      };
    }
    case 'module': {
      const { name, path = [] } = source;
      return () => follow(entry(loose(module.namespace), name), path);
    }
  }
}

/** Prepares a step; running it returns its result and keeps it in its slot. */
export function compileStep(step: Step, module: Module): Runner {
  if ('value' in step) {
    const value = compileSource(step.value, module);
    return (slots) => keep(slots, step.slot, value(slots).value);
  }
  if (!('call' in step)) throw missing('This step is not known.');
  const callee = compileSource(step.call, module);
  const positional = step.positional.map((source) => compileSource(source, module));
  const keywords = Object.entries(step.keywords).map(
    ([name, source]) => [name, compileSource(source, module)] as const,
  );
  return (slots) => {
    const { value: callable, container } = callee(slots);
    if (typeof callable !== 'function') throw missing('The value to call is not a function.');
    const values = positional.map((source) => source(slots).value);
    if (keywords.length > 0) {
      const named = keywords.map(([name, source]) => [name, source(slots).value] as const);
      placeKeywords(values, named, module.factsOf(callable as CallableFunction).parameters);
    }
    const result: unknown = isClass(callable)
      ? Reflect.construct(callable, values)
      : Reflect.apply(callable, container, values);
    return keep(slots, step.slot, result);
  };
}

/** Arguments given by name go where the function has them; unknown names go into one object at the end. */
function placeKeywords(
  values: unknown[],
  named: readonly (readonly [string, unknown])[],
  parameters: readonly ParameterFact[],
): void {
  const rest: Record<string, unknown> = {};
  for (const [name, value] of named) {
    const index = parameters.findIndex((parameter) => parameter.name === name);
    if (index < 0) rest[name] = value;
    else values[index] = value;
  }
  if (Object.keys(rest).length > 0) values.push(rest);
}

function follow(from: Located, path: readonly PathPart[]): Located {
  return path.reduce((at, part) => entry(at, 'item' in part ? part.item : part.attribute), from);
}

function entry({ value: container }: Located, key: string | number): Located {
  if (container instanceof Map && container.has(key)) return { value: container.get(key), container, key };
  if (
    container !== null &&
    (typeof container === 'object' || typeof container === 'function') &&
    key in container
  ) {
    return { value: (container as Record<string | number, unknown>)[key], container, key };
  }
  throw missing(`There is no entry named ${key}.`);
}

function missing(message: string): HostError {
  return new HostError({ kind: 'result', message, found: { type: 'none' } });
}

function loose(value: unknown): Located {
  return { value, container: null, key: null };
}

function keep(slots: Slots, slot: string, value: unknown): unknown {
  slots.set(slot, value);
  return value;
}

/** A made array as nested lists of numbers. */
function nest({ shape, data }: MadeArray): unknown {
  const values = decodeBlock(data);
  let next = 0;
  const level = (depth: number): unknown =>
    depth === shape.length
      ? values[next++]
      : Array.from({ length: shape[depth] ?? 0 }, () => level(depth + 1));
  return level(0);
}

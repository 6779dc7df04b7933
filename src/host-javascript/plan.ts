import type { MadeArray, PathPart, Source, Step } from '../core/binding/plan';
import { callWith } from './calls';
import { sumOfProducts, takeSome, textbookCost } from './derivedSteps';
import type { FunctionFacts } from './describe';
import { HostError } from './failures';
import { write } from './storage';
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
  const result = compileResult(step, module);
  return (slots) => {
    const value = result(slots);
    slots.set(step.slot, value);
    return value;
  };
}

function compileResult(step: Step, module: Module): Runner {
  const valueOf = (source: Source): Runner => {
    const get = compileSource(source, module);
    return (slots) => get(slots).value;
  };
  if ('value' in step) return valueOf(step.value);
  if ('dot' in step) {
    const pairs = step.dot.map(([a, b]) => [valueOf(a), valueOf(b)] as const);
    return (slots) => sumOfProducts(pairs.map(([a, b]) => [a(slots), b(slots)] as const));
  }
  if ('cost' in step) {
    const [output, labels] = [valueOf(step.output), valueOf(step.labels)];
    return (slots) => textbookCost(step.cost, output(slots), labels(slots));
  }
  if ('take' in step) {
    const whole = valueOf(step.take);
    return (slots) => takeSome(whole(slots), step.axis, step.indices);
  }
  if ('assign' in step) {
    const [place, value] = [compileSource(step.assign, module), valueOf(step.to)];
    return (slots) => {
      const assigned = value(slots);
      write(place(slots), assigned);
      return assigned;
    };
  }
  const callee = compileSource(step.call, module);
  const positional = step.positional.map(valueOf);
  const keywords = Object.entries(step.keywords).map(([name, source]) => [name, valueOf(source)] as const);
  return (slots) => {
    const { value: callable, container } = callee(slots);
    if (typeof callable !== 'function') throw missing('The value to call is not a function.');
    return callWith(
      callable as CallableFunction,
      container,
      positional.map((value) => value(slots)),
      keywords.map(([name, value]) => [name, value(slots)] as const),
      module.factsOf(callable as CallableFunction).parameters,
    );
  };
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

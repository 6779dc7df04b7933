import { requiredOf } from './functionKinds';
import type { FunctionFact } from './inventory';
import { looksLikeParameter } from './names';
import { arraySource, filled } from './madeArrays';
import { Generator } from '../random';
import { listed, type Obtained, type ParameterChoice } from './parameters';
import { roleOfArgument } from './roles';
import type { Session } from './session';
import type { Sizes } from './networkSizes';
import { tensorAt } from './tensors';
import { shapeText } from './values';
import type { Source } from './plan';

/**
 * Parameters made from nothing but the names of the arguments that take them, for functions such as
 * `svm_loss(W, X, y, reg)` in a file that initialises nothing.
 */
export function madeChoices(
  calls: readonly FunctionFact[],
  sizes: readonly Sizes[],
  seed: number,
  hints: ShapeHints,
): readonly ParameterChoice[] {
  const names = tensorArguments(calls);
  if (names.length === 0) return [];
  return sizes.flatMap((size) =>
    shapeChoices(names, size, hints).map((shapes) => ({
      obtain: (session: Session) => make(names, shapes, seed, session),
    })),
  );
}

/** Arguments that only a parameter can fill. */
export function tensorArguments(calls: readonly FunctionFact[]): readonly string[] {
  const names = calls
    .flatMap((fact) => requiredOf(fact))
    .map((parameter) => parameter.name)
    .filter(
      (name) =>
        (looksLikeParameter(name) && !/^(beta|b)\d?$/.test(name)) || /^(b\d*|theta|weights?|θ)$/.test(name),
    )
    .filter((name) => {
      const role = roleOfArgument(name);
      return role === null || role === 'parameters';
    });
  return [...new Set(names)];
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/** What the file tells about the shapes. */
export interface ShapeHints {
  /** The labels have one dimension; so have weights that go with them. */
  readonly vectors: boolean;
  /** No function takes labels: J is a function of numbers, as in a first exercise on gradient checking. */
  readonly numbers: boolean;
}

type Layout = 'column' | 'row' | 'flat';

function shapeChoices(
  names: readonly string[],
  { inputs, outputs }: Sizes,
  hints: ShapeHints,
): readonly Shapes[] {
  const weights = names.filter((name) => !isBias(name));
  if (weights.length === 0) return [];
  const hidden = 5;
  const widths = [inputs, ...weights.slice(1).map((_, index) => Math.max(3, hidden - index)), outputs];
  const shapeOf = (name: string, layout: Layout): readonly number[] => {
    const layer = isBias(name) ? names.filter(isBias).indexOf(name) : weights.indexOf(name);
    const into = widths[layer] ?? hidden;
    const out = widths[layer + 1] ?? outputs;
    if (!isBias(name)) return layout === 'row' ? [out, into] : [into, out];
    if (weights.length === 1 && outputs === 1) return [];
    return { row: [out, 1], column: [out], flat: [1, out] }[layout];
  };
  const all = (layout: Layout): Shapes => new Map(names.map((name) => [name, shapeOf(name, layout)]));
  const matrices = [all('column'), all('row'), all('flat')];
  const number: Shapes = new Map(names.map((name) => [name, []]));
  const first = hints.numbers && names.length === 1 ? [number] : [];
  const last = hints.numbers && names.length > 1 ? [number] : [];
  if (weights.length > 1 || outputs > 1) return [...first, ...matrices, ...last];
  const vector: Shapes = new Map(names.map((name) => [name, isBias(name) ? [] : [inputs]]));
  const vectorFirst = hints.vectors || /^(theta|θ|beta|coef)/i.test(weights[0]!);
  const some = matrices.slice(0, 2);
  return [...first, ...(vectorFirst ? [vector, ...some] : [...some, vector]), ...last];
}

async function make(
  names: readonly string[],
  shapes: Shapes,
  seed: number,
  session: Session,
): Promise<Obtained> {
  const generator = new Generator(seed * 7919 + 4);
  const kept = [];
  for (const name of names) {
    const shape = shapes.get(name) ?? [];
    const numbers = filled(shape, () => 0.5 * generator.normal());
    const value: Source =
      shape.length === 0 ? { from: 'literal', value: numbers.values[0]! } : arraySource(numbers);
    kept.push({ name, ...(await session.keep(name, value)) });
  }
  const shown = names.map((name) => textOf(name, shapes.get(name) ?? []));
  return {
    parameters: {
      tensors: kept.map(({ name, source, value }) => tensorAt(source, value, [name])),
      container: kept.length === 1 ? kept[0]!.source : null,
      items: kept.map(({ name, source, value }) => ({ name, role: null, source, value })),
      guessed: false,
    },
    entry: {
      role: 'parameters',
      name: listed(names),
      line: null,
      how: `made: normal values, ${listed(shown)}`,
    },
    made: true,
  };
}

function isBias(name: string): boolean {
  return /^b(ias)?/i.test(name);
}

function textOf(name: string, shape: readonly number[]): string {
  return shape.length === 0 ? `${name} a number` : `${name} of shape ${shapeText(shape)}`;
}

import type { FunctionFact, ParameterFact, ValueFact } from '../inventory';
import type { Source } from '../plan';
import type { Session } from '../session';
import { tensorAt, type FoundTensor } from '../tensors';
import { childrenOf, inside, isFloating, isNumeric, shapeOf, shapeText, sizeOfShape } from '../values';
import type { Description } from '../inventory';
import { madeText, sourceOf, type Made } from './made';
import { type Recipe } from './recipes';
import { settingOf } from './settings';

/** What a function is called with, by name. */
export interface Given {
  readonly name: string;
  readonly source: Source;
  readonly value: Description;
  /** In words: `made: (5, 3) normal`. */
  readonly how: string;
  readonly keyword: boolean;
}

/** What to pass for each argument, before it is made. */
export type Planned = readonly { readonly parameter: ParameterFact; readonly fill: Made | 'module' }[];

export type Filling =
  | { readonly ok: true; readonly planned: Planned; readonly examples: number | null }
  | { readonly ok: false; readonly missing: string };

/** How a hypothesis fills the arguments of a function; or the first one that it cannot. */
export function fill(fact: FunctionFact, recipe: Recipe): Filling {
  const planned: { parameter: ParameterFact; fill: Made }[] = [];
  for (const parameter of fact.parameters) {
    if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
    const made = madeFor(parameter, recipe);
    if (made !== null) planned.push({ parameter, fill: made });
    else if (parameter.default === undefined) return { ok: false, missing: parameter.name };
  }
  return { ok: true, planned, examples: recipe.examples };
}

function madeFor(parameter: ParameterFact, recipe: Recipe): Made | null {
  const { name, default: fallback } = parameter;
  const byRecipe = recipe.arguments.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  // A default of nothing stands for an array that is not given; any other is meant to be used.
  if (fallback !== undefined) return fallback.type === 'none' && byRecipe?.is === 'floats' ? byRecipe : null;
  const catchAll = recipe.arguments.length === 1 && recipe.arguments[0]![0].source === '.';
  return catchAll ? (settingOf(name) ?? byRecipe) : (byRecipe ?? settingOf(name));
}

const mostComponents = 400;

/** The module's own arrays of the names of all arguments; null unless it has them, and they are small. */
export function moduleFilling(fact: FunctionFact, values: readonly ValueFact[]): Filling | null {
  const planned: { parameter: ParameterFact; fill: 'module' }[] = [];
  let size = 0;
  for (const parameter of fact.parameters) {
    const value = values.find(({ name }) => name === parameter.name)?.value;
    if (value === undefined) {
      if (parameter.default !== undefined) continue;
      return null;
    }
    size += sizeOfShape(shapeOf(value) ?? []);
    planned.push({ parameter, fill: 'module' });
  }
  const arrays = planned.filter(({ parameter }) => {
    const value = values.find(({ name }) => name === parameter.name)?.value;
    return value?.type === 'array' && isNumeric(value);
  });
  if (arrays.length === 0 || size > mostComponents) return null;
  return { ok: true, planned, examples: null };
}

/** Makes the arguments and keeps each under a slot of its own, so that its values can be changed in place. */
export async function give(planned: Planned, session: Session, seed: number): Promise<readonly Given[]> {
  const given: Given[] = [];
  let skipped = false;
  const all = planned.map(({ parameter }) => parameter);
  for (const [index, { parameter, fill: made }] of planned.entries()) {
    const { name } = parameter;
    if (index > 0 && parameter.default !== undefined && all[index - 1]?.default === undefined) skipped = true;
    const keyword = parameter.kind === 'keyword' || (skipped && parameter.default !== undefined);
    if (made === 'module') {
      const source: Source = { from: 'module', name };
      const value = await session.run({ slot: session.slot('look'), value: source });
      given.push({ name, source, value, how: `by its name, ${sizeText(value)}`, keyword });
      continue;
    }
    const { source, value } = await session.keep(`made ${name}`, sourceOf(made, seed * 7919 + index + 11));
    given.push({ name, source, value, how: `made: ${madeText(made)}`, keyword });
  }
  return given;
}

function sizeText(value: Description): string {
  return value.type === 'array' ? shapeText(value.shape) : 'as the file has it';
}

export function positionalOf(given: readonly Given[]): readonly Source[] {
  return given.filter(({ keyword }) => !keyword).map(({ source }) => source);
}

export function keywordsOf(given: readonly Given[]): Readonly<Record<string, Source>> {
  return Object.fromEntries(given.filter(({ keyword }) => keyword).map(({ name, source }) => [name, source]));
}

/** The arguments that a gradient can be taken by: arrays of real numbers, also those in a dict of parameters. */
export function tensorsOfGiven(given: readonly Given[]): readonly FoundTensor[] {
  return given.flatMap(({ name, source, value }) => {
    // A function of one number.
    if (value.type === 'number' && given.length === 1 && isFloating(value))
      return [tensorAt(source, value, [name])];
    if (value.type === 'array') return isFloating(value) ? [tensorAt(source, value, [name])] : [];
    return childrenOf(value).flatMap((child) =>
      child.value.type === 'array' && isFloating(child.value) && 'item' in child.part
        ? [tensorAt(inside(source, [child.part]), child.value, [child.part.item])]
        : [],
    );
  });
}

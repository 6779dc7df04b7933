import { arraySource, filled } from '../madeArrays';
import { Generator } from '../../random';
import type { Source } from '../plan';
import { shapeText } from '../values';

/** Something made to be an argument of a layer. */
export type Made =
  | {
      readonly is: 'floats';
      readonly shape: readonly number[];
      readonly values: 'normal' | 'scale' | 'probabilities';
    }
  | { readonly is: 'integers'; readonly shape: readonly number[]; readonly below: number }
  | { readonly is: 'one-hot'; readonly shape: readonly number[]; readonly axis: number }
  | { readonly is: 'zeros and ones'; readonly shape: readonly number[] }
  | { readonly is: 'ones'; readonly shape: readonly number[] }
  | { readonly is: 'literal'; readonly value: null | boolean | string | number }
  | { readonly is: 'list'; readonly items: readonly number[] }
  | { readonly is: 'mapping'; readonly entries: readonly (readonly [string, Made])[] };

export const floats = (...shape: number[]): Made => ({ is: 'floats', shape, values: 'normal' });
/** Around one: a scale such as gamma. */
export const scales = (...shape: number[]): Made => ({ is: 'floats', shape, values: 'scale' });
export const probabilities = (...shape: number[]): Made => ({ is: 'floats', shape, values: 'probabilities' });
export const integers = (below: number, ...shape: number[]): Made => ({ is: 'integers', shape, below });
export const literal = (value: null | boolean | string | number): Made => ({ is: 'literal', value });
export const mapping = (entries: Readonly<Record<string, Made>>): Made => ({
  is: 'mapping',
  entries: Object.entries(entries),
});

/** As a source of a plan; the same seed gives the same values. */
export function sourceOf(made: Made, seed: number): Source {
  const generator = new Generator(seed);
  switch (made.is) {
    case 'floats': {
      const scale = made.values === 'scale';
      if (made.values === 'probabilities') return arraySource(shares(made.shape, generator));
      return arraySource(
        filled(made.shape, () => (scale ? 1 + 0.3 * generator.normal() : generator.normal())),
      );
    }
    case 'integers': {
      let at = 0;
      // Every number at least once, and some more than once.
      const next = (): number => (at < made.below ? at++ : generator.whole(made.below));
      return arraySource(filled(made.shape, next, 'int64'));
    }
    case 'one-hot':
      return arraySource(oneHot(made.shape, made.axis));
    case 'zeros and ones': {
      let at = 0;
      return arraySource(filled(made.shape, () => (at < 2 ? at++ : generator.whole(2))));
    }
    case 'ones':
      return arraySource(filled(made.shape, () => 1));
    case 'literal':
      return { from: 'literal', value: made.value };
    case 'list':
      return { from: 'list', items: made.items.map((value) => ({ from: 'literal', value })) };
    case 'mapping':
      return {
        from: 'mapping',
        entries: made.entries.map(([key, entry], index) => [key, sourceOf(entry, seed * 31 + index)]),
      };
  }
}

/** Positive, and with rows or columns that sum to one where there are several classes. */
function shares(shape: readonly number[], generator: Generator): ReturnType<typeof filled> {
  const raw = filled(shape, () => 0.15 + 0.7 * generator.uniform());
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === 1 || columns === 1) return raw;
  // As many classes as the shorter axis has.
  const byRow = columns! < rows!;
  const sums = new Map<number, number>();
  const group = (at: number): number => (byRow ? Math.floor(at / columns!) : at % columns!);
  raw.values.forEach((value, at) => sums.set(group(at), (sums.get(group(at)) ?? 0) + value));
  return { ...raw, values: raw.values.map((value, at) => value / sums.get(group(at))!) };
}

function oneHot(shape: readonly number[], axis: number): ReturnType<typeof filled> {
  const [, columns] = shape;
  const classes = shape[axis]!;
  let at = -1;
  return filled(shape, () => {
    at += 1;
    const [row, column] = [Math.floor(at / columns!), at % columns!];
    const [example, unit] = axis === 1 ? [row, column] : [column, row];
    return (example * 2 + 1) % classes === unit ? 1 : 0;
  });
}

/** `(5, 3) normal`. */
export function madeText(made: Made): string {
  switch (made.is) {
    case 'floats': {
      const values = { normal: 'normal', scale: 'normal around 1', probabilities: 'positive' }[made.values];
      return made.shape.length === 0 ? `a ${values} number` : `${shapeText(made.shape)} ${values}`;
    }
    case 'integers':
      return `${shapeText(made.shape)} whole numbers below ${made.below}`;
    case 'one-hot':
    case 'zeros and ones':
    case 'ones':
      return `${shapeText(made.shape)} ${made.is}`;
    case 'literal':
      return typeof made.value === 'string'
        ? `'${made.value}'`
        : made.value === null
          ? 'None'
          : String(made.value);
    case 'list':
      return `[${made.items.join(', ')}]`;
    case 'mapping':
      return `{${made.entries.map(([key, entry]) => `${key}: ${madeText(entry)}`).join(', ')}}`;
  }
}

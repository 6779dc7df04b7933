import type { Layout } from './layout';
import { arraySource, filled, listSource, type Numbers } from './madeArrays';
import { Generator } from '../random';
import type { MadeOptions } from './madeInputs';
import type { Source } from './plan';

/** Labels to try. */
export interface Label {
  readonly labels: Source;
  readonly labelsText: string;
  readonly classes: number | null;
}

/** Labels that suit a network of this layout, likeliest first. */
export function labelChoices(layout: Layout, examples: number, options: MadeOptions): readonly Label[] {
  const { outputs: k } = layout;
  const matrix = layout.featuresFirst ? [k, examples] : [examples, k];
  // A network without outputs has no labels to choose from.
  const kinds =
    k > 1
      ? classLabels(matrix, layout, examples, options)
      : k === 1
        ? binaryLabels(layout, matrix, examples, options)
        : [];
  const real: Label = label(
    normal(k === 1 && layout.flat ? [examples] : matrix, options, 2),
    'made: normal real values',
    k > 1 ? k : null,
    options,
  );
  return options.realFirst ? [real, ...kinds] : [...kinds, real];
}

function classLabels(
  matrix: readonly number[],
  layout: Layout,
  examples: number,
  options: MadeOptions,
): readonly Label[] {
  const { outputs: k } = layout;
  const classes = classIndices(examples, k, options.seed);
  const oneHot = oneHotLabels(layout, examples, options.seed);
  const indices = (shape: readonly number[]): Numbers => ({ shape, dtype: 'int64', values: classes });
  const column = layout.featuresFirst ? [1, examples] : [examples, 1];
  return [
    label(oneHot, `made: one-hot labels of ${k} classes, shape (${matrix.join(', ')})`, k, options),
    label(indices([examples]), `made: class numbers from 0 to ${k - 1}, shape (${examples},)`, k, options),
    label(
      indices(column),
      `made: class numbers from 0 to ${k - 1}, shape (${column.join(', ')})`,
      k,
      options,
    ),
  ];
}

function binaryLabels(
  layout: Layout,
  matrix: readonly number[],
  examples: number,
  options: MadeOptions,
): readonly Label[] {
  const values = classIndices(examples, 2, options.seed);
  const zeroOne = (shape: readonly number[], dtype: 'float64' | 'int64' = 'float64'): Label =>
    label(
      { shape, dtype, values },
      `made: labels 0 and 1, shape (${shape.join(', ')}${shape.length === 1 ? ',' : ''})`,
      null,
      options,
    );
  const shapes = layout.flat ? [[examples], matrix] : [matrix, [examples]];
  return [...shapes.map((shape) => zeroOne(shape)), zeroOne([examples], 'int64')];
}

/** One-hot labels, seeded: of shape (classes, examples) or its transpose. */
export function oneHotLabels(layout: Layout, examples: number, seed: number): Numbers {
  const { outputs: k, featuresFirst } = layout;
  const classes = classIndices(examples, k, seed);
  const values = Array.from({ length: k * examples }, (_, at) => {
    const example = featuresFirst ? at % examples : Math.floor(at / k);
    const unit = featuresFirst ? Math.floor(at / examples) : at % k;
    return classes[example] === unit ? 1 : 0;
  });
  return { shape: featuresFirst ? [k, examples] : [examples, k], dtype: 'float64', values };
}

/** Every class at least once, where there are enough examples. */
export function classIndices(count: number, classes: number, seed: number): readonly number[] {
  const generator = new Generator(seed * 7919 + 3);
  return Array.from({ length: count }, (_, at) => (at < classes ? at : generator.whole(classes)));
}

function label(numbers: Numbers, labelsText: string, classes: number | null, options: MadeOptions): Label {
  return { labels: wrap(numbers, options), labelsText, classes };
}

export function wrap(numbers: Numbers, options: MadeOptions): Source {
  return options.lists ? listSource(numbers) : arraySource(numbers);
}

export function normal(shape: readonly number[], options: MadeOptions, stream = 1): Numbers {
  const generator = new Generator(options.seed * 7919 + stream);
  return filled(shape, () => generator.normal());
}

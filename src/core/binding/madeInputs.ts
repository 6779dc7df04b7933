import type { Layout } from './layout';
import type { Numbers } from './madeArrays';
import { classIndices, labelChoices, normal, wrap } from './madeLabels';
import type { Source } from './plan';

/** Inputs and labels to try, made because the file has none. */
export interface MadeData {
  readonly inputs: Source;
  readonly labels: Source | null;
  readonly examples: number;
  readonly classes: number | null;
  readonly inputsText: string;
  readonly labelsText: string;
  /** Equal for choices that differ in the labels only. */
  readonly group: string;
}

export interface MadeOptions {
  readonly seed: number;
  readonly examples: number;
  /** Lengths of axes in use; the number of examples avoids them, so that a wrong orientation cannot pass. */
  readonly lengths: readonly number[];
  /** Nested lists instead of arrays. */
  readonly lists: boolean;
  /** Real labels before 0 and 1, as for a squared error. */
  readonly realFirst: boolean;
  /** One example at a time before a batch of them. */
  readonly singleFirst: boolean;
  /** Sequences of class indices before arrays, as for a character model. */
  readonly tokensFirst: boolean;
}

/** All inputs worth trying for these layouts, best first. */
export function madeData(layouts: readonly Layout[], options: MadeOptions): readonly MadeData[] {
  if (layouts.length === 0) return scalarData(options);
  const batches = layouts.flatMap((layout) => batchData(layout, options));
  const singles = layouts.slice(0, 2).flatMap((layout) => singleData(layout, options));
  const tokens = layouts.slice(0, 1).flatMap((layout) => tokenData(layout, options));
  if (options.tokensFirst) return [...tokens, ...batches, ...singles];
  return options.singleFirst ? [...singles, ...batches, ...tokens] : [...batches, ...singles, ...tokens];
}

function batchData(layout: Layout, options: MadeOptions): readonly MadeData[] {
  let examples = options.examples;
  while (options.lengths.includes(examples)) examples += 1;
  const shape = layout.featuresFirst ? [layout.features, examples] : [examples, layout.features];
  const inputs = normal(shape, options);
  const base = {
    inputs: wrap(inputs, options),
    examples,
    inputsText: `made: ${examples} examples of ${counted(layout.features, 'normal feature')}, shape (${shape.join(', ')})`,
    group: `${shape.join('x')}`,
  };
  return labelChoices(layout, examples, options).map((label) => ({ ...base, ...label }));
}

function singleData(layout: Layout, options: MadeOptions): readonly MadeData[] {
  const { features: n, outputs: k } = layout;
  const unit = 1 % k;
  const oneHot = Array.from({ length: k }, (_, at) => (k === 1 || at === unit ? 1 : 0));
  const labels = k === 1 && options.realFirst ? [0.5] : oneHot;
  const shapes = layout.featuresFirst || layout.flat ? ['column', 'vector'] : ['row', 'vector'];
  return shapes.flatMap((kind) => {
    const shape = (length: number): readonly number[] =>
      kind === 'vector' ? [length] : kind === 'column' ? [length, 1] : [1, length];
    const base = {
      inputs: wrap(normal(shape(n), options), options),
      examples: 1,
      inputsText: `made: one example of ${counted(n, 'normal feature')}`,
      group: `single ${kind} ${n}`,
      classes: k > 1 ? k : null,
    };
    const array: Numbers = { shape: shape(k), dtype: 'float64', values: labels };
    const choices: MadeData[] = [
      {
        ...base,
        labels: wrap(array, options),
        labelsText: k > 1 ? `made: one-hot label of ${k} classes` : 'made: label 1',
      },
    ];
    if (k > 1)
      choices.push({ ...base, labels: { from: 'literal', value: unit }, labelsText: `made: class ${unit}` });
    if (k === 1)
      choices.push({
        ...base,
        labels: { from: 'literal', value: labels[0]! },
        labelsText: `made: label ${labels[0]}`,
      });
    return choices;
  });
}

/** Class indices one after another, and the next of each as its label. */
function tokenData(layout: Layout, options: MadeOptions): readonly MadeData[] {
  const length = Math.min(5, options.examples);
  const tokens = classIndices(length + 1, Math.min(layout.features, layout.outputs), options.seed);
  const list = (values: readonly number[]): Source => ({
    from: 'list',
    items: values.map((value) => ({ from: 'literal', value })),
  });
  return [
    {
      inputs: list(tokens.slice(0, -1)),
      labels: list(tokens.slice(1)),
      examples: length,
      classes: layout.outputs,
      inputsText: `made: a sequence of ${length} indices below ${layout.features}`,
      labelsText: 'made: the index that follows each',
      group: 'tokens',
    },
  ];
}

/** For a model whose only parameters are numbers. */
function scalarData(options: MadeOptions): readonly MadeData[] {
  const base = { examples: options.examples, classes: null, labelsText: 'made: normal real values' };
  const vector = {
    inputs: wrap(normal([options.examples], options), options),
    labels: wrap(normal([options.examples], options, 2), options),
  };
  const numbers: { inputs: Source; labels: Source } = {
    inputs: { from: 'literal', value: 2.5 },
    labels: { from: 'literal', value: 1 },
  };
  const many = {
    ...base,
    ...vector,
    inputsText: `made: ${options.examples} normal numbers`,
    group: 'vector',
  };
  const one = {
    ...base,
    ...numbers,
    examples: 1,
    inputsText: 'made: 2.5',
    labelsText: 'made: 1',
    group: 'number',
  };
  return options.singleFirst ? [one, many] : [many, one];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

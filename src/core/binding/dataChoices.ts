import type { BindingEntry, BindOptions } from './binding';
import { sizesOfData, type FoundData } from './data';
import { layoutsOf } from './layout';
import type { Description } from './inventory';
import { arraySource, filled } from './madeArrays';
import { Generator } from '../random';
import { madeData, type MadeData } from './madeInputs';
import { oneHotLabels } from './madeLabels';
import type { Source } from './plan';
import type { Candidate } from './readings';
import { roleOfArgument } from './roles';
import { shapeOfExamples } from './values';
import type { FoundTensor } from './tensors';

/** Inputs and labels to try. */
export interface DataChoice {
  readonly inputs: Source;
  readonly labels: Source | null;
  readonly examples: number | null;
  readonly classes: number | null;
  readonly entries: readonly BindingEntry[];
  readonly made: MadeData | null;
  readonly shapes: { readonly inputs: readonly number[]; readonly labels: readonly number[] } | null;
  /** True for labels that are class numbers. */
  readonly classNumbers: boolean;
  /** Choices of one group have the same inputs and differ in the labels. */
  readonly group: string;
}

export function foundChoice(found: FoundData): DataChoice {
  const labels = found.labelsValue === null ? null : shapeOfExamples(found.labelsValue);
  const examples = examplesOf(found.inputsShape, labels);
  const sizes = sizesOfData(found)[0];
  const entry = (role: string, name: string): BindingEntry => ({
    role,
    name,
    line: found.line,
    how: found.how,
  });
  return {
    inputs: found.inputs,
    labels: found.labels,
    examples,
    classes: labels === null || sizes === undefined || sizes.outputs < 2 ? null : sizes.outputs,
    entries: [
      entry('inputs', found.inputsName),
      ...(found.labelsName === null ? [] : [entry('labels', found.labelsName)]),
    ],
    made: null,
    shapes: labels === null ? null : { inputs: found.inputsShape, labels },
    classNumbers: labels !== null && isClassNumbers(found.labelsValue!),
    group: found.inputsName,
  };
}

/** Whole numbers from 0, one for each example. */
function isClassNumbers(value: Description): boolean {
  if (value.type !== 'array' || value.integerValued !== true) return false;
  return (
    value.min === 0 && Number(value.max) >= 1 && value.shape.filter((length) => length !== 1).length === 1
  );
}

export interface OneHotChoice {
  /** The same inputs with real numbers as labels: calls that fail with these use their labels as indices. */
  readonly probe: DataChoice;
  readonly oneHot: DataChoice;
}

/** What to try where the file's labels are class numbers and the network has several outputs; otherwise null. */
export function oneHotInstead(
  choice: DataChoice,
  tensors: readonly FoundTensor[],
  options: BindOptions,
): OneHotChoice | null {
  const { shapes, examples } = choice;
  if (!choice.classNumbers || shapes === null || examples === null) return null;
  const [rows, columns] = shapes.inputs;
  const featuresFirst = columns === examples && rows !== examples;
  const layouts = layoutsOf(tensors);
  const layout =
    layouts.find(
      (one) => one.featuresFirst === featuresFirst && one.features === (featuresFirst ? rows : columns),
    ) ?? null;
  if (layout === null || layout.outputs < 2) return null;
  const generator = new Generator(options.seed);
  const real = arraySource(filled(shapes.labels, () => generator.normal()));
  const oneHot = oneHotLabels(layout, examples, options.seed);
  const how = `made: one-hot labels of ${layout.outputs} classes, since \`${choice.entries[1]?.name}\` holds class numbers`;
  const entries = choice.entries.map((entry) =>
    entry.role === 'labels' ? { role: 'labels', name: 'labels', line: null, how } : entry,
  );
  return {
    probe: { ...choice, labels: real },
    oneHot: { ...choice, labels: arraySource(oneHot), entries, classes: layout.outputs },
  };
}

/** Number of examples, if it can be told. */
export function examplesOf(inputs: readonly number[], labels: readonly number[] | null): number | null {
  if (inputs.length === 1) return labels === null ? null : inputs[0]!;
  if (labels === null) return null;
  const [rows, columns] = inputs;
  if (labels[0] === rows && labels.at(-1) !== columns) return rows!;
  return labels.at(-1) === columns ? columns! : labels[0] === rows ? rows! : null;
}

/** `input_array`, `inputList`: the numbers of one example. Many of them would pass without an error in JavaScript, as NaN. */
function isOneExample(name: string): boolean {
  return /^(inputs?|sample|example|features?)_?(arr|array|list|vec|vector)$/i.test(name);
}

/** Data made to suit these tensors and the functions that take them. */
export function madeChoicesFor(
  candidate: Candidate,
  tensors: readonly FoundTensor[],
  options: BindOptions,
  subject: string,
): readonly DataChoice[] {
  const names = [subject, ...candidate.members.map((member) => member.fact.name)].join(' ');
  const given = candidate.members.flatMap(({ fact, kind }) =>
    fact.parameters.map(({ name }) => ({ name, role: roleOfArgument(name, kind) })),
  );
  const roles = given.map(({ role }) => role);
  const oneAtATime = given.some(({ name, role }) => role === 'inputs' && isOneExample(name));
  const arrays = tensors.filter((tensor) => tensor.value.type === 'array');
  const made = madeData(layoutsOf(tensors), {
    seed: options.seed,
    examples: options.examples,
    lengths: tensors.flatMap((tensor) => tensor.shape),
    lists:
      arrays.length === 0
        ? tensors.length > 1
        : arrays.every((tensor) => tensor.value.type === 'array' && tensor.value.container === 'list'),
    realFirst:
      /(mse|squared|linear_?reg|linearreg|quadratic|least)/i.test(names) && !/(logist|softmax)/i.test(names),
    singleFirst: oneAtATime || (!roles.includes('labels') && candidate.way !== 'forward'),
    tokensFirst: roles.includes('state'),
  });
  const unlabelled = candidate.way === 'forward' && !roles.includes('labels');
  return made.map((choice) => ({
    inputs: choice.inputs,
    labels: unlabelled ? null : choice.labels,
    examples: choice.examples,
    classes: choice.classes,
    entries: [
      { role: 'inputs', name: 'inputs', line: null, how: choice.inputsText },
      ...(choice.labels === null || unlabelled
        ? []
        : [{ role: 'labels', name: 'labels', line: null, how: choice.labelsText }]),
    ],
    made: choice,
    shapes: null,
    classNumbers: false,
    group: choice.group,
  }));
}

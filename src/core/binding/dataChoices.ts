import type { BindingEntry, BindOptions } from './binding';
import { sizesOfData, type FoundData } from './data';
import { layoutsOf } from './layout';
import { madeData, type MadeData } from './madeInputs';
import type { Source } from './plan';
import type { Candidate } from './readings';
import { roleOfArgument } from './roles';
import { shapeOf } from './values';
import type { FoundTensor } from './tensors';

/** Inputs and labels to try. */
export interface DataChoice {
  readonly inputs: Source;
  readonly labels: Source | null;
  readonly examples: number | null;
  readonly classes: number | null;
  readonly entries: readonly BindingEntry[];
  readonly made: MadeData | null;
  /** Choices of one group have the same inputs and differ in the labels. */
  readonly group: string;
}

export function foundChoice(found: FoundData): DataChoice {
  const labels = found.labelsValue === null ? null : shapeOf(found.labelsValue);
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
    group: found.inputsName,
  };
}

function examplesOf(inputs: readonly number[], labels: readonly number[] | null): number | null {
  if (inputs.length === 1) return labels === null ? null : inputs[0]!;
  if (labels === null) return null;
  const [rows, columns] = inputs;
  if (labels[0] === rows && labels.at(-1) !== columns) return rows!;
  return labels.at(-1) === columns ? columns! : labels[0] === rows ? rows! : null;
}

/** Data made to suit these tensors and the functions that take them. */
export function madeChoicesFor(
  candidate: Candidate,
  tensors: readonly FoundTensor[],
  options: BindOptions,
  subject: string,
): readonly DataChoice[] {
  const names = [subject, ...candidate.members.map((member) => member.fact.name)].join(' ');
  const roles = candidate.members.flatMap((member) =>
    member.fact.parameters.map((parameter) => roleOfArgument(parameter.name, member.kind)),
  );
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
    singleFirst: false,
    tokensFirst: roles.includes('state'),
  });
  return made.map((choice) => ({
    inputs: choice.inputs,
    labels: choice.labels,
    examples: choice.examples,
    classes: choice.classes,
    entries: [
      { role: 'inputs', name: 'inputs', line: null, how: choice.inputsText },
      ...(choice.labels === null
        ? []
        : [{ role: 'labels', name: 'labels', line: null, how: choice.labelsText }]),
    ],
    made: choice,
    group: choice.group,
  }));
}

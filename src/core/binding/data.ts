import { kindOfFunction, requiredOf } from './functionKinds';
import type { Description, FunctionFact, Inventory } from './inventory';
import { looksLikeParameter, wordsOf } from './names';
import type { Source } from './plan';
import { partsOf } from './results';
import { roleOfArgument } from './roles';
import { Misfit, StepFailure, type Session } from './session';
import { isScalar, shapeOfExamples } from './values';

/** Inputs and labels that the file itself has. */
export interface FoundData {
  readonly inputs: Source;
  readonly inputsName: string;
  readonly inputsShape: readonly number[];
  readonly labels: Source | null;
  readonly labelsName: string | null;
  readonly labelsValue: Description | null;
  /** `by its name`, `from load_data()`. */
  readonly how: string;
  readonly line: number | null;
}

interface Named {
  readonly name: string;
  readonly source: Source;
  readonly value: Description;
}

/** The data among the module's values, best first: training data before test data, pairs before inputs alone. */
export function dataOfModule(inventory: Inventory): readonly FoundData[] {
  const named = inventory.values.map(({ name, value }) => ({
    name,
    value,
    source: { from: 'module', name } as const,
  }));
  const all = [...inventory.functions, ...inventory.classes.flatMap(({ methods }) => methods)];
  const taken = new Set(all.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  return pairs(named, 'by its name', null, taken);
}

/** The data that functions of the file return when they are called without arguments. */
export async function dataOfFunctions(inventory: Inventory, session: Session): Promise<readonly FoundData[]> {
  const makers = inventory.functions.filter(
    (fact) => kindOfFunction(fact) === 'data' && requiredOf(fact).length === 0,
  );
  for (const fact of makers.slice(0, 3)) {
    const found = await callMaker(fact, session);
    if (found.length > 0) return found;
  }
  return [];
}

async function callMaker(fact: FunctionFact, session: Session): Promise<readonly FoundData[]> {
  const slot = session.slot('data');
  try {
    const call: Source = { from: 'module', name: fact.name };
    const value = await session.run({ slot, call, positional: [], keywords: {} });
    const parts = partsOf(fact, { from: 'slot', slot }, value);
    const items = parts.map((part, index) => ({
      name: part.name ?? ['X', 'Y'][index] ?? '',
      source: part.source,
      value: part.value,
    }));
    return pairs(items, `from ${fact.name}()`, fact.line);
  } catch (error) {
    if (error instanceof Misfit || (error instanceof StepFailure && !error.final)) return [];
    throw error;
  }
}

/** @param taken names of arguments: a value of such a name is data even if its name does not say so, as `tokens`. */
function pairs(
  named: readonly Named[],
  how: string,
  line: number | null,
  taken: ReadonlySet<string> = new Set(),
): readonly FoundData[] {
  const usable = named.filter(
    (item) => (shapeOfExamples(item.value)?.length ?? 0) > 0 && !isScalar(item.value),
  );
  const byName = usable.filter((item) => roleOfArgument(item.name) === 'inputs');
  const asTaken = usable.filter(
    ({ name }) => taken.has(name) && roleOfArgument(name) === null && !looksLikeParameter(name),
  );
  const inputs = (byName.length > 0 ? byName : asTaken).sort((a, b) => rank(a) - rank(b));
  const labels = usable
    .filter((item) => roleOfArgument(item.name) === 'labels')
    .sort((a, b) => rank(a) - rank(b));
  return inputs.flatMap((input) => {
    const own = labels.filter((label) => split(label) === split(input));
    const likely: readonly (Named | null)[] = own.length > 0 ? own : labels.length > 0 ? labels : [null];
    return likely.slice(0, 2).map((label) => ({
      inputs: input.source,
      inputsName: input.name,
      inputsShape: shapeOfExamples(input.value) ?? [],
      labels: label?.source ?? null,
      labelsName: label?.name ?? null,
      labelsValue: label?.value ?? null,
      how,
      line,
    }));
  });
}

function split(item: Named): string {
  return wordsOf(item.name).find((word) => /^(train|test|dev|val|valid|batch|small)$/.test(word)) ?? '';
}

function rank(item: Named): number {
  const words = wordsOf(item.name);
  // `t` may be targets, but is as often time or an angle.
  if (words.length === 1 && words[0] === 't') return 2;
  if (words.some((word) => /^(orig|raw|all|pred)$/.test(word))) return 3;
  if (words.some((word) => /^(test|dev|val|valid)$/.test(word))) return 2;
  // Where there is an `X`, `data` is what it was cut from.
  const whole = words.some((word) => /^(data|dataset)$/.test(word)) ? 0.5 : 0;
  return whole + (words.some((word) => /^(train|training|tr)$/.test(word)) || item.name.length === 1 ? 0 : 1);
}

/** Sizes that a network must have for this data: one or two, as the axis of the examples can be told or not. */
export function sizesOfData(
  data: FoundData,
): readonly { readonly inputs: number; readonly outputs: number }[] {
  const [rows, columns] = data.inputsShape;
  const labels = data.labelsValue === null ? null : shapeOfExamples(data.labelsValue);
  if (rows === undefined) return [];
  const one = { inputs: 1, outputs: 1 };
  if (columns === undefined) {
    // One number for each example, or one example whose targets may be elsewhere.
    if (labels === null && rows <= 100) return [{ inputs: rows, outputs: 1 }, one];
    return [one];
  }
  const outputsOf = (featuresFirst: boolean): readonly number[] => {
    if (labels === null) return [1, 2];
    const width = labels.length === 1 ? 1 : featuresFirst ? labels[0]! : labels[1]!;
    if (width > 1) return [width];
    const value = data.labelsValue!;
    const top =
      value.type === 'array' && value.integerValued === true && typeof value.max === 'number' ? value.max : 0;
    if (top > 1) return top < 100 ? [top + 1, 1] : [1];
    return labels.length === 1 && top === 1 ? [1, 2] : [1];
  };
  const last = labels?.at(-1);
  const featuresFirst = labels !== null && last === columns && labels[0] !== rows;
  const examplesFirst = labels !== null && labels[0] === rows && last !== columns;
  const choices = featuresFirst ? [true] : examplesFirst ? [false] : [false, true];
  return choices.flatMap((first) =>
    outputsOf(first).map((outputs) => ({ inputs: first ? rows : columns, outputs })),
  );
}

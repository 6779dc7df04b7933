import type { Entry, Value } from './document';
import { readDefinitions, type Definition } from './definitions';
import { expressionText, type ExpressionText } from './expressionText';
import { readNumbers, type Numbers } from './numbers';
import { checkName } from './names';
import type { SourceText, Span } from './sourceText';

export interface Parameter {
  readonly name: string;
  readonly span: Span;
  readonly value: Numbers;
}

/** The text of an expression model, each part with its place; nothing is evaluated yet. */
export interface ModelFile {
  readonly parameters: readonly Parameter[];
  /** The names under `let`, in order. */
  readonly definitions: readonly Definition[];
  readonly cost: ExpressionText;
  readonly costSpan: Span;
  /** One for each parameter, in the order of the parameters. */
  readonly gradients: readonly Definition[];
  readonly gradientsSpan: Span;
}

const keys = ['parameters', 'let', 'cost', 'gradients'];
/** Allowed, and of no effect. */
const remarks = ['description', '$schema'];

/** Checks the structure of a parsed file and takes its parts. */
export function readModelFile(root: Value, source: SourceText): ModelFile {
  if (root.kind === 'nothing') {
    throw source.failure('the file is empty. Write parameters, cost and gradients.', root.span);
  }
  if (root.kind !== 'mapping') {
    throw source.failure('the file is not a mapping. Write parameters:, cost: and gradients:.', root.span);
  }
  for (const { key, keySpan } of root.entries) {
    if (keys.includes(key) || remarks.includes(key)) continue;
    throw source.failure(
      `${key} is not a part of an expression model. The parts are ${keys.join(', ')}.`,
      keySpan,
    );
  }
  const part = (name: string) => root.entries.find(({ key }) => key === name);
  const required = (name: string, remedy: string): Entry => {
    const entry = part(name);
    if (entry !== undefined && entry.value.kind !== 'nothing') return entry;
    const state = entry === undefined ? `the part ${name} is missing` : `${name} is empty`;
    throw source.failure(`${state}. ${remedy}`, entry?.keySpan ?? { start: 0, end: 0 });
  };

  const parameters = readParameters(
    required('parameters', 'Write the parameters with their values.'),
    source,
  );
  const cost = required('cost', 'Write the cost J as an expression, e.g. cost: mean((A - Y) .^ 2).');
  const gradients = required('gradients', 'Write the gradient of each parameter as an expression.');
  const letEntry = part('let');
  return {
    parameters,
    definitions: letEntry === undefined ? [] : readDefinitions(letEntry, source),
    cost: readCost(cost.value, source),
    costSpan: cost.keySpan,
    gradients: readGradients(gradients, parameters, source),
    gradientsSpan: { start: gradients.keySpan.start, end: gradients.value.span.end },
  };
}

function readParameters({ value, keySpan }: Entry, source: SourceText): Parameter[] {
  if (value.kind !== 'mapping') {
    throw source.failure('parameters is not a mapping. Write NAME: value for each parameter.', value.span);
  }
  if (value.entries.length === 0) {
    throw source.failure('parameters is empty. Write at least one parameter with its value.', keySpan);
  }
  return value.entries.map((entry) => {
    checkName(entry.key, entry.keySpan, source);
    const numbers = readNumbers(entry.value, `the parameter ${entry.key}`, source);
    return { name: entry.key, span: entry.value.span, value: numbers };
  });
}

function readCost(value: Value, source: SourceText): ExpressionText {
  if (value.kind === 'text') return expressionText(value.value, value.span, source);
  if (value.kind === 'number') return expressionText(String(value.value), value.span, source);
  throw source.failure(
    `cost is a ${value.kind}. Write one expression, in quotes if it starts with a bracket.`,
    value.span,
  );
}

function readGradients(
  { value, keySpan }: Entry,
  parameters: readonly Parameter[],
  source: SourceText,
): Definition[] {
  if (value.kind !== 'mapping') {
    throw source.failure(
      'gradients is not a mapping. Write NAME: expression for each parameter.',
      value.span,
    );
  }
  const names = parameters.map(({ name }) => name);
  const definitions = new Map(
    readDefinitions({ key: 'gradients', keySpan, value }, source).map((d) => [d.name, d]),
  );
  for (const { key, keySpan: span } of value.entries) {
    if (names.includes(key)) continue;
    throw source.failure(
      `there is a gradient for ${key}, but no parameter of that name. The parameters are ${names.join(', ')}.`,
      span,
    );
  }
  return names.map((name) => {
    const definition = definitions.get(name);
    if (definition !== undefined) return definition;
    throw source.failure(
      `there is no gradient for ${name}. Write ${name}: expression under gradients.`,
      keySpan,
    );
  });
}

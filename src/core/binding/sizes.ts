import { requiredOf } from './functionKinds';
import type { Description, ParameterFact, ValueFact } from './inventory';
import type { Source } from './plan';
import { roleOfArgument, type Role } from './roles';
import { Misfit } from './session';
import { hiddenUnits, isSizeRole, largeSize, smallScale, type Sizes } from './networkSizes';
import { writtenArguments } from './writtenArguments';
import type { Literal, WrittenCall } from './writtenCalls';

export interface SizedArguments {
  readonly positional: readonly Source[];
  readonly keywords: Readonly<Record<string, Source>>;
  /** `n_x = 4, n_h = 5`. */
  readonly text: string;
  /** The line of the call whose values these are; null where they are chosen. */
  readonly line: number | null;
  /** Of such a call, what it passes otherwise or not at all: `dropout = 0`. */
  readonly others: string;
}

/**
 * Arguments for a constructor or an initialisation, by their names: sizes as prescribed or small, everything else by
 * its default. Throws a `Misfit` that names the argument nothing is known about.
 */
export function sizedArguments(
  owner: { readonly name: string; readonly file: string; readonly line: number },
  parameters: readonly ParameterFact[],
  sizes: Sizes,
  module: readonly ValueFact[],
  data: { readonly inputs: Source; readonly labels: Source | null } | null = null,
): SizedArguments {
  const resize = sizes.prescribed || (!sizes.own && parameters.some((parameter) => largeDefault(parameter)));
  const written = sizes.call === undefined ? null : writtenArguments(sizes.call, parameters, sizes);
  const positional: Source[] = [];
  const keywords: Record<string, Source> = {};
  const line = written?.line ?? null;
  const texts: string[] = [];
  const others: string[] = [];
  let skipped = false;
  for (const parameter of parameters) {
    if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
    const role = roleOfArgument(parameter.name);
    const given = role === 'inputs' ? data?.inputs : role === 'labels' ? data?.labels : null;
    if (given && parameter.default === undefined) {
      if (parameter.kind === 'keyword') keywords[parameter.name] = given;
      else positional.push(given);
      texts.push(`${parameter.name} = the ${role}`);
      continue;
    }
    const stated = written?.valueOf(parameter);
    const own = stated === undefined ? ownLayerSizes(parameter, sizes, module) : null;
    if (own !== null) {
      if (skipped || parameter.kind === 'keyword') keywords[parameter.name] = own.source;
      else positional.push(own.source);
      texts.push(`${parameter.name} = ${own.name}`);
      continue;
    }
    const value = stated ?? literalFor(parameter, parameters, sizes, resize, module);
    if (value === undefined) {
      const global = module.find((fact) => fact.name === parameter.name);
      if (parameter.default === undefined && global === undefined) throw unknownArgument(owner, parameter);
      if (parameter.default !== undefined) {
        skipped = true;
        continue;
      }
    }
    const source: Source =
      value === undefined ? { from: 'module', name: parameter.name } : literalSource(value);
    if (skipped || parameter.kind === 'keyword') keywords[parameter.name] = source;
    else positional.push(source);
    const isOther = line !== null && stated === undefined;
    (isOther ? others : texts).push(
      `${parameter.name} = ${value === undefined ? 'the module’s' : textOf(value)}`,
    );
  }
  return { positional, keywords, text: texts.join(', '), line, others: others.join(', ') };
}

/** Sizes to call a function with: as the text itself calls it, then those of choice. */
export function sizesFrom(
  calls: readonly WrittenCall[],
  name: string,
  sizes: readonly Sizes[],
): readonly Sizes[] {
  const call = calls.find((one) => one.name === name);
  return call === undefined ? sizes : [{ ...sizes[0]!, call }, ...sizes];
}

function literalFor(
  parameter: ParameterFact,
  all: readonly ParameterFact[],
  sizes: Sizes,
  resize: boolean,
  module: readonly ValueFact[],
): Literal | undefined {
  const role = roleOfArgument(parameter.name, 'initialize');
  const fallback = parameter.default;
  if (role === 'dropout' || role === 'keep') {
    if (fallback === undefined || fallback.type === 'number') return role === 'keep' ? 1 : 0;
    return fallback.type === 'boolean' ? false : undefined;
  }
  if (
    role === 'scale' &&
    (fallback === undefined || (fallback.type === 'number' && tiny(fallback) && !sizes.own))
  )
    return 0.1;
  if (role === 'regularization') {
    return fallback === undefined || (fallback.type === 'number' && fallback.value === 0) ? 0.1 : undefined;
  }
  if (isSizeRole(role)) {
    if (fallback !== undefined && (!resize || fallback.type === 'sequence') && role !== 'layerSizes') {
      if (fallback.type !== 'none')
        return sizes.prescribed && fallback.type === 'number' ? sizeOf(role!, all, sizes) : undefined;
    }
    if (fallback !== undefined && !resize && role === 'layerSizes') return undefined;
    return globalSize(parameter.name, role!, sizes, module) ?? sizeOf(role!, all, sizes);
  }
  if (fallback !== undefined) return undefined;
  switch (role) {
    case 'depth':
      return 2;
    case 'seed':
      return 1;
    case 'learningRate':
      return 0.01;
    case 'iterations':
      return 1;
    case 'activation':
      return 'relu';
    case 'training':
      return true;
    case 'exampleCount':
      return 10;
    default:
      return undefined;
  }
}

function sizeOf(role: Role, all: readonly ParameterFact[], sizes: Sizes): Literal {
  if (role === 'inputSize') return sizes.inputs;
  if (role === 'outputSize') return sizes.outputs;
  if (role === 'hiddenSize') return hiddenUnits;
  if (role === 'hiddenSizes') return [hiddenUnits, hiddenUnits - 1];
  const named = all.some((parameter) => roleOfArgument(parameter.name, 'initialize') === 'inputSize');
  return named ? [hiddenUnits, hiddenUnits - 1] : [sizes.inputs, hiddenUnits, sizes.outputs];
}

/** The module's only list of layer sizes, for a network that is to suit the module's data. */
function ownLayerSizes(
  parameter: ParameterFact,
  sizes: Sizes,
  module: readonly ValueFact[],
): { readonly name: string; readonly source: Source } | null {
  if (!sizes.prescribed || roleOfArgument(parameter.name, 'initialize') !== 'layerSizes') return null;
  const lists = module.filter(
    ({ name, value }) =>
      roleOfArgument(name, 'initialize') === 'layerSizes' &&
      value.type === 'array' &&
      value.container === 'list' &&
      value.shape.length === 1 &&
      value.integerValued === true &&
      Number(value.min) >= Math.min(sizes.inputs, sizes.outputs) &&
      Number(value.max) <= largeSize,
  );
  const [only] = lists;
  return only === undefined || lists.length > 1
    ? null
    : { name: only.name, source: { from: 'module', name: only.name } };
}

/** The module's own choice under the same name, where it is small and agrees with the data. */
function globalSize(name: string, role: Role, sizes: Sizes, module: readonly ValueFact[]): Literal | null {
  const value = module.find((fact) => fact.name === name)?.value;
  const numbers = value === undefined ? null : wholeNumbers(value);
  if (
    value === undefined ||
    numbers === null ||
    numbers.some((number) => number > largeSize && !sizes.prescribed && !sizes.own)
  )
    return null;
  if (value.type === 'number') {
    const prescribed =
      role === 'inputSize' ? sizes.inputs : role === 'outputSize' ? sizes.outputs : numbers[0]!;
    return sizes.prescribed && numbers[0] !== prescribed ? null : numbers[0]!;
  }
  if (role !== 'layerSizes' || !sizes.prescribed) return numbers;
  return numbers[0] === sizes.inputs ? numbers : null;
}

function wholeNumbers(value: Description): readonly number[] | null {
  if (value.type === 'number') return typeof value.value === 'number' && value.integer ? [value.value] : null;
  if (value.type === 'array') return null;
  if (value.type !== 'sequence') return null;
  const numbers = value.items.map((item) =>
    item.type === 'number' && typeof item.value === 'number' ? item.value : NaN,
  );
  return numbers.every((number) => Number.isInteger(number)) ? numbers : null;
}

function largeDefault(parameter: ParameterFact): boolean {
  const value = parameter.default;
  if (value === undefined || !isSizeRole(roleOfArgument(parameter.name, 'initialize'))) return false;
  if (value.type === 'sequence')
    return value.items.some((item) => item.type === 'number' && Number(item.value) > largeSize);
  return value.type === 'number' && Number(value.value) > largeSize;
}

function tiny(value: Description): boolean {
  return value.type === 'number' && Math.abs(Number(value.value)) < smallScale;
}

function literalSource(value: Literal): Source {
  if (typeof value === 'object' && value !== null) return { from: 'list', items: value.map(literalSource) };
  return { from: 'literal', value };
}

function textOf(value: Literal): string {
  if (typeof value === 'object' && value !== null) return `[${value.map(textOf).join(', ')}]`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function unknownArgument(
  owner: { readonly name: string; readonly file: string; readonly line: number },
  parameter: ParameterFact,
): Misfit {
  return new Misfit(
    'unknown-argument',
    `nothing in this file tells what to pass for \`${parameter.name}\` when \`${owner.name}\` is called. ` +
      `Give it a default value, or add a \`gradient_lens()\` function with the command *Insert Model Contract*.`,
    owner.line,
    owner.file,
  );
}

/** True if nothing but sizes and settings is needed to call it. */
export function canBeSized(fact: Parameters<typeof requiredOf>[0]): boolean {
  return requiredOf(fact).every((parameter) => roleOfArgument(parameter.name, 'initialize') !== null);
}

/** `built: Net(n_x = 4)`, `built as in line 12: Net(n_x = 20), with dropout = 0`. */
export function builtText(name: string, { text, line, others }: SizedArguments): string {
  return `built${line === null ? '' : ` as in line ${line}`}: ${name}(${text})${withText(others)}`;
}

/** `called`, `called with n_x = 4`, `called as in line 12, with n_x = 20`. */
export function calledText({ text, line, others }: SizedArguments): string {
  const all = [text, others].filter((part) => part !== '').join(', ');
  return `called${line === null ? '' : ` as in line ${line},`}${all === '' ? '' : ` with ${all}`}`;
}

function withText(others: string): string {
  return others === '' ? '' : `, with ${others}`;
}

import { matchGradients, type Holder, type MatchedGradient } from '../gradients';
import { gradientKeys, looksLikeParameter } from '../names';
import { gradientHolders, type Part } from '../results';
import { roleOfArgument, type Role } from '../roles';
import { tensorAt, tensorsOfContainer, type FoundTensor } from '../tensors';
import { inside, isFloating, isNumeric, leavesOf, sameUpToOnes, shapeOf } from '../values';
import type { StatedArgument } from './arguments';

/** Which arguments are the parameters, and their gradients. */
export interface MatchedParameters {
  readonly arguments: readonly StatedArgument[];
  readonly tensors: readonly FoundTensor[];
  readonly gradients: readonly MatchedGradient[];
  /** Only the order tells which gradient is which. */
  readonly byPosition?: true;
}

/**
 * The arguments that the returned gradients are gradients of: one that holds them all, those of their names, the only
 * ones of their shapes, or the only one of the shape of a single gradient that is no data. Null if nothing tells.
 */
export function parametersAmong(
  stated: readonly StatedArgument[],
  parts: readonly Part[],
  cost: Part | null,
  whole: Part,
): MatchedParameters | null {
  const holders = holdersOf(parts, cost, whole);
  const trainable = stated
    .filter(({ value }) => leavesOf(value.value).some((leaf) => isFloating(leaf.value)))
    .sort((a, b) => likelihood(b) - likelihood(a));
  const matched = (chosen: readonly StatedArgument[]): MatchedParameters | null => {
    const tensors = chosen.flatMap(tensorsOf);
    const gradients = matchGradients(tensors, holders);
    const all = gradients.every((match, index) => match !== null && fits(match, tensors[index]!));
    if (tensors.length === 0 || !all) return null;
    return { arguments: chosen, tensors, gradients: gradients.filter((match) => match !== null) };
  };
  for (const argument of trainable) {
    if (isNumeric(argument.value.value)) continue;
    const found = matched([argument]);
    if (found !== null) return found;
  }
  const arrays = trainable.filter(({ value }) => isNumeric(value.value));
  return (
    named(arrays, holders) ??
    byShape(arrays, holders) ??
    byPosition(stated, cost === null ? parts : [], whole)
  );
}

/** All that a gradient function returns is gradients, whatever it is called. */
function holdersOf(parts: readonly Part[], cost: Part | null, whole: Part): readonly Holder[] {
  if (cost !== null) return gradientHolders(parts, cost, true);
  const all = parts.map(({ name, source, value }) => ({ name, source, value, onlyMarked: false }));
  const unnamed = parts.length > 1 && parts.every(({ name }) => name === null);
  return unnamed ? [...all, { ...whole, name: null, onlyMarked: false }] : all;
}

function tensorsOf({ name, value, source }: StatedArgument): readonly FoundTensor[] {
  if (!isNumeric(value.value)) return tensorsOfContainer(source, value.value, value.name);
  // Its gradient is called after the argument: `grad_w` where the file has `w_init`.
  return [{ ...tensorAt(source, value.value, [name]), name: value.name }];
}

/** Arguments for which a gradient of their name is returned. */
function named(arrays: readonly StatedArgument[], holders: readonly Holder[]): MatchedParameters | null {
  const marked = holders.filter(({ name }) => name !== null);
  const found = arrays.flatMap((argument) => {
    const [tensor] = tensorsOf(argument);
    const [match] = matchGradients(
      [tensor!],
      marked.map((holder) => ({ ...holder, onlyMarked: true })),
    );
    return match && fits(match, tensor!) ? [{ argument, tensor: tensor!, match }] : [];
  });
  const distinct = new Set(found.map(({ match }) => JSON.stringify(match.source))).size === found.length;
  if (found.length === 0 || !distinct || found.length < gradientsOf(holders).length) return null;
  return together(found);
}

/** Gradients whose shapes leave one choice each. */
function byShape(arrays: readonly StatedArgument[], holders: readonly Holder[]): MatchedParameters | null {
  const gradients = gradientsOf(holders);
  const found = gradients.map((holder) => {
    const choices = arrays.filter(({ value }) =>
      sameUpToOnes(shapeOf(value.value) ?? [], shapeOf(holder.value) ?? []),
    );
    const [argument, rival] = choices;
    if (argument === undefined) return null;
    // Weights go before data of their shape, and nothing before another of its kind.
    if (rival !== undefined && (gradients.length > 1 || likelihood(rival) === likelihood(argument)))
      return null;
    const [tensor] = tensorsOf(argument);
    const match = { source: holder.source, value: holder.value, name: holder.name ?? tensor!.name };
    return { argument, tensor: tensor!, match };
  });
  const chosen = found.filter((one) => one !== null);
  const distinct = new Set(chosen.map(({ argument }) => argument)).size === gradients.length;
  return chosen.length > 0 && distinct ? together(chosen) : null;
}

/**
 * Gradients in the order of the arguments, where there are as many of both and the shapes agree: `return e @ x, e.sum()`
 * of `gradient(slope, intercept)`.
 */
function byPosition(
  stated: readonly StatedArgument[],
  parts: readonly Part[],
  whole: Part,
): MatchedParameters | null {
  const gradients = parts.length === 1 ? itemsOf(whole) : parts.filter(({ value }) => isNumeric(value));
  const numbers = stated.filter(({ value }) => isNumeric(value.value));
  const free = numbers.filter(({ name }) => {
    const role = roleOfArgument(name, 'cost');
    return role === null || role === 'parameters' || looksLikeParameter(name);
  });
  // `m` and `c` of a line are neither a number of examples nor one of classes where they are no whole numbers.
  const real = numbers.filter(
    ({ name, value }) => isFloating(value.value) && !isGiven(roleOfArgument(name, 'cost')),
  );
  const chosen = [numbers, free, real].find(({ length }) => length === gradients.length);
  if (chosen === undefined || gradients.length < 2) return null;
  const found = chosen.map((argument, index) => {
    const { source, value, name } = gradients[index]!;
    const [tensor] = tensorsOf(argument);
    return { argument, tensor: tensor!, match: { source, value, name: name ?? tensor!.name } };
  });
  const isOther = ({ match, tensor }: (typeof found)[number]) => {
    const keys = gradientKeys([match.name]).filter(({ marks }) => marks > 0);
    return found.some((one) => one.tensor !== tensor && keys.some(({ key }) => key === one.tensor.key));
  };
  const agrees = found.every(({ match, tensor }) => fits(match, tensor)) && !found.some(isOther);
  return agrees ? { ...together(found), byPosition: true } : null;
}

/** Data and settings. */
function isGiven(role: Role | null): boolean {
  return role !== null && /^(inputs|labels|regularization|learningRate|keep|dropout)$/.test(role);
}

/** The numbers of a list, which looks like an array. */
function itemsOf({ source, value }: Part): readonly Part[] {
  if (value.type !== 'array' || value.container !== 'list' || value.shape.length !== 1) return [];
  return Array.from({ length: value.shape[0]! }, (_, item) => ({
    name: null,
    text: '',
    source: inside(source, [{ item }]),
    value: { type: 'number', value: 'NaN', integer: false },
  }));
}

function together(
  found: readonly {
    readonly argument: StatedArgument;
    readonly tensor: FoundTensor;
    readonly match: MatchedGradient;
  }[],
): MatchedParameters {
  return {
    arguments: found.map(({ argument }) => argument),
    tensors: found.map(({ tensor }) => tensor),
    gradients: found.map(({ match }) => match),
  };
}

/** What is returned beside the cost and is a number or an array of numbers. */
function gradientsOf(holders: readonly Holder[]): readonly Holder[] {
  return holders.filter(({ value }) => isNumeric(value));
}

function fits(match: MatchedGradient, tensor: FoundTensor): boolean {
  const shape = shapeOf(match.value);
  return shape !== null && sameUpToOnes(shape, tensor.shape);
}

/** Parameters before data: `w` before `X`, where both have the shape of the gradient. */
function likelihood({ name }: StatedArgument): number {
  const role = roleOfArgument(name, 'cost');
  if (role === 'parameters' || looksLikeParameter(name)) return 2;
  return role === 'inputs' || role === 'labels' ? 0 : 1;
}

import type { ParameterFact } from './inventory';
import { hiddenUnits, isSizeRole, largeSize, smallScale, type Sizes } from './networkSizes';
import { roleOfArgument, type Role } from './roles';
import { argumentOf, type Literal, type WrittenCall } from './writtenCalls';

/** The arguments of a written call, for a network that is built to be looked at or checked. */
export interface WrittenArguments {
  /** The line of the call if the sizes of the network are its own; null if they are others, or not stated. */
  readonly line: number | null;
  /** `undefined` where the call states nothing, or nothing that can be taken. */
  readonly valueOf: (parameter: ParameterFact) => Literal | undefined;
}

/** What a call passes, as far as it suits the data; for a check, large sizes are made small. */
export function writtenArguments(
  call: WrittenCall,
  parameters: readonly ParameterFact[],
  sizes: Sizes,
): WrittenArguments {
  const stated = (parameter: ParameterFact): Literal | undefined => argumentOf(call, parameter, parameters);
  const sized = parameters.filter((parameter) => sizeRoleOf(parameter, stated(parameter)) !== null);
  const fits = sized.every((parameter) => fitsData(parameter, stated(parameter), sizes));
  const isLarge = !sizes.own && sized.some((parameter) => numbersOf(stated(parameter)).some(isTooLarge));
  return {
    line: fits && !isLarge && sized.length > 0 ? call.line : null,
    valueOf: (parameter) => {
      const value = stated(parameter);
      const role = sizeRoleOf(parameter, value);
      // A list of another kind, as one activation for each layer, goes with the sizes.
      if (!fits && (role !== null || Array.isArray(value))) return undefined;
      if (role === null || value === undefined) return forCheck(parameter, value, sizes);
      return isLarge ? shrunk(role, value, sizes) : value;
    },
  };
}

/** Null for what is no size; several whole numbers are sizes of layers whatever they are called. */
function sizeRoleOf({ name }: ParameterFact, stated: Literal | undefined): Role | null {
  if (stated === undefined) return null;
  const role = roleOfArgument(name, 'initialize');
  const numbers = numbersOf(stated);
  const isList = Array.isArray(stated) && stated.length > 1 && numbers.length === stated.length;
  if (isList && numbers.every((number) => Number.isInteger(number) && number > 0))
    return role === 'hiddenSizes' ? role : 'layerSizes';
  return (isSizeRole(role) && role !== 'layerSizes' && numbers.length > 0) || role === 'depth' ? role : null;
}

function numbersOf(stated: Literal | undefined): readonly number[] {
  return [stated].flat().filter((item) => typeof item === 'number');
}

function isTooLarge(size: number): boolean {
  return size > largeSize;
}

function fitsData(
  parameter: ParameterFact,
  stated: Literal | undefined,
  { inputs, outputs, prescribed }: Sizes,
): boolean {
  if (!prescribed) return true;
  const role = sizeRoleOf(parameter, stated);
  const numbers = numbersOf(stated);
  if (role === 'inputSize') return stated === inputs;
  return role !== 'layerSizes' || numbers[0] === inputs || numbers.at(-1) === outputs;
}

/** As many layers, of few units. */
function shrunk(role: Role, stated: Literal, { inputs, outputs }: Sizes): Literal {
  const small = (size: Literal, k: number, of: number): Literal => {
    if (typeof size !== 'number' || !isTooLarge(size)) return size;
    if (role === 'inputSize' || (role === 'layerSizes' && k === 0)) return inputs;
    if (role === 'outputSize' || (role === 'layerSizes' && k === of - 1)) return outputs;
    // Widths that differ from one layer to the next, so that no matrix fits in the wrong place.
    return hiddenUnits - ((role === 'layerSizes' ? k + 1 : k) % 2);
  };
  return Array.isArray(stated) ? stated.map((size, k) => small(size, k, stated.length)) : small(stated, 0, 1);
}

/** What is written, but where a check needs another value: no dropout, a weight decay, weights that matter. */
function forCheck({ name }: ParameterFact, stated: Literal | undefined, { own }: Sizes): Literal | undefined {
  switch (roleOfArgument(name, 'initialize')) {
    case 'dropout':
    case 'keep':
    case 'iterations':
    case 'exampleCount':
    case 'training':
      return undefined;
    case 'regularization':
      return stated === 0 ? undefined : stated;
    case 'scale':
      return !own && typeof stated === 'number' && Math.abs(stated) < smallScale ? undefined : stated;
    default:
      return stated;
  }
}

import type { MadeArray, Source } from './plan';
import { Misfit } from './session';
import { shapeText } from './values';
import { float64Block } from '../float64Block';

/** Numbers in one array that are made and sent without delay; what needs more is better declared. */
const most = 1e6;
const mostInLists = 2e5;

/** Numbers with a shape, before they are encoded for a host. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly dtype: 'float64' | 'int64';
  readonly values: readonly number[];
}

export function filled(
  shape: readonly number[],
  next: () => number,
  dtype: 'float64' | 'int64' = 'float64',
): Numbers {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!(size <= most)) throw tooLarge(shape);
  return { shape, dtype, values: Array.from({ length: size }, next) };
}

function tooLarge(shape: readonly number[]): Misfit {
  const message = `inputs of shape ${shapeText(shape)} are too large to be made. Declare smaller ones in a \`gradient_lens()\` function.`;
  return new Misfit('too-large', message, null);
}

/** As an array of the model's numeric library. */
export function arraySource(numbers: Numbers): Source {
  const array: MadeArray = {
    shape: numbers.shape,
    dtype: numbers.dtype,
    data: float64Block(numbers.values),
  };
  return { from: 'array', array };
}

/** As nested lists of plain numbers, for models that use no numeric library. */
export function listSource(numbers: Numbers): Source {
  if (numbers.values.length > mostInLists) throw tooLarge(numbers.shape);
  const build = (shape: readonly number[], start: number): Source => {
    const [length, ...rest] = shape;
    if (length === undefined) return { from: 'literal', value: numbers.values[start] ?? 0 };
    const stride = rest.reduce((product, axis) => product * axis, 1);
    return { from: 'list', items: Array.from({ length }, (_, index) => build(rest, start + index * stride)) };
  };
  return build(numbers.shape, 0);
}

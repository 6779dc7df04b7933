import type { Value } from './document';
import type { SourceText } from './sourceText';

/** A number or nested lists of numbers of one shape. */
export type Numbers = number | Numbers[];

/**
 * Reads a number or a rectangular nested list of numbers; whatever else stands there is refused at its own line.
 * @param what names the value in messages, e.g. `The parameter W1`.
 */
export function readNumbers(value: Value, what: string, source: SourceText): Numbers {
  if (value.kind === 'number') {
    if (Number.isFinite(value.value)) return value.value;
    throw source.failure(`${what} holds ${value.value}. Write a finite number.`, value.span);
  }
  if (value.kind === 'list') {
    if (value.items.length === 0) {
      throw source.failure(`${what} has an empty list. Write at least one number.`, value.span);
    }
    const items = value.items.map((item) => readNumbers(item, what, source));
    const expected = shapeOf(items[0] ?? 0);
    items.forEach((item, index) => {
      const shape = shapeOf(item);
      if (shape.join() === expected.join()) return;
      const span = (value.items[index] ?? value).span;
      throw source.failure(
        `${what} is ragged: entry ${index + 1} is ${inWords(shape)}, the first is ${inWords(expected)}. ` +
          'Give all rows the same length.',
        span,
      );
    });
    return items;
  }
  const found =
    value.kind === 'text'
      ? `the text "${shorten(value.value)}"`
      : value.kind === 'nothing'
        ? 'nothing'
        : `a ${value.kind}`;
  const remedy =
    value.kind === 'text'
      ? 'Write numbers; an expression belongs under let, in quotes as a whole.'
      : 'Write a number, or nested lists of numbers such as [[1, 2], [3, 4]].';
  throw source.failure(`${what} holds ${found} where a number belongs. ${remedy}`, value.span);
}

function shapeOf(numbers: Numbers): number[] {
  return typeof numbers === 'number' ? [] : [numbers.length, ...shapeOf(numbers[0] ?? 0)];
}

function inWords(shape: readonly number[]): string {
  if (shape.length === 0) return 'a number';
  if (shape.length === 1) return shape[0] === 1 ? 'one number' : `${shape[0]} numbers`;
  return `a list of shape ${shape.join('×')}`;
}

/** A text on one line, cut if it is longer than `length`. */
export function shorten(text: string, length = 60): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 3)}...`;
}

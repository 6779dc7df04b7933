import type { Expression, Index } from '../program/program';
import { union, unknown, type Data, type Extent, type Value } from './values';

/** `base[indices]`. */
export function elementOf(
  base: Data,
  indices: readonly Index[],
  examplesFirst: boolean,
  isLoopVariable: (name: string) => boolean,
): Data {
  let extent: Extent = base.extent;
  for (const [axis, index] of indices.entries()) {
    if (index === 'all') continue;
    const place = typeof index === 'object' && isPlace(index.text, isLoopVariable);
    if (axis > 0) {
      // A column: all examples of a feature, or all features of an example.
      extent = extent === 'row' && place ? 'number' : examplesFirst ? extent : 'part';
    } else if (examplesFirst || base.extent !== 'whole') {
      extent = place ? (base.extent === 'row' ? 'number' : 'row') : 'part';
    } else if (place) extent = 'row';
  }
  return { ...base, extent };
}

/** One place rather than a list of places. */
function isPlace(text: string, isLoopVariable: (name: string) => boolean): boolean {
  return /^-?\d+$|^[a-z]$/i.test(text) || isLoopVariable(text);
}

/** What a loop over an array, or a callback of `map`, gets. */
export function insideOf(data: Data): Data {
  const extent = data.extent === 'whole' ? 'row' : data.extent === 'row' ? 'number' : 'part';
  return { ...data, extent, applied: new Set() };
}

/** The statistic of all examples of an array; unknown if it is one of some examples, or of each example */
export function statisticOf(data: Data, axis: Expression | null, examplesFirst: boolean): Value {
  const found: Value = { kind: 'statistic', of: union(new Set(data.versions), data.applied) };
  const along =
    data.extent === 'whole' ? axesOf(axis) : axis === null || axesOf(axis) !== null ? 'all' : null;
  if (data.extent === 'row') return examplesFirst || along === null ? unknown : found;
  if (data.extent !== 'whole' || along === null) return unknown;
  if (along === 'all') return found;
  const wanted = examplesFirst ? [0] : [1, -1];
  return along.some((one) => wanted.includes(one)) ? found : unknown;
}

/** Axes that are written as numbers; 'all' without any; null where they are something else. */
function axesOf(axis: Expression | null): 'all' | readonly number[] | null {
  if (axis === null || (axis.kind === 'literal' && axis.text === 'None')) return 'all';
  const items = axis.kind === 'list' ? axis.items : [axis];
  const numbers = items.map((item) => (item.kind === 'literal' ? Number(item.text) : NaN));
  return numbers.every(Number.isInteger) ? numbers : null;
}

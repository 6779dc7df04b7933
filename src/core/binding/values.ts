import type { Description } from './inventory';
import type { PathPart, Source } from './plan';

/** A value inside another one, with the way that leads to it. */
export interface Leaf {
  readonly path: readonly PathPart[];
  readonly value: Description;
}

/** True for what arithmetic can be done with: real numbers and arrays of real numbers, not booleans. */
export function isNumeric(value: Description): boolean {
  if (value.type === 'number') return true;
  return value.type === 'array' && /^(float|int|uint|bfloat|double|long|longdouble|number)/.test(value.dtype);
}

export function isFloating(value: Description): boolean {
  if (value.type === 'number') return !value.integer;
  return value.type === 'array' && /^(float|bfloat|double|longdouble|number)/.test(value.dtype);
}

/** Shape of a numeric value, `[]` for a number; null for anything else. */
export function shapeOf(value: Description): readonly number[] | null {
  if (!isNumeric(value)) return null;
  return value.type === 'array' ? value.shape : [];
}

/** The shape of numbers, or of a list with an array of one shape for each example: the examples come first. */
export function shapeOfExamples(value: Description): readonly number[] | null {
  if (value.type !== 'sequence') return shapeOf(value);
  const [first, ...others] = value.items.map(shapeOf);
  if (first === undefined || first === null || first.length === 0) return null;
  return others.every((shape) => String(shape) === String(first)) ? [value.length, ...first] : null;
}

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** One real number, however it is wrapped: 0.5, a 0-d array, shape (1,) or (1, 1). */
export function isScalar(value: Description): boolean {
  const shape = shapeOf(value);
  return shape !== null && sizeOfShape(shape) === 1;
}

/** The number in a scalar; NaN if it is not finite or not told. */
export function scalarValue(value: Description): number {
  const wire = value.type === 'number' ? value.value : value.type === 'array' ? value.min : undefined;
  return typeof wire === 'number' ? wire : NaN;
}

/** Same shape up to axes of length 1, as (6,) and (1, 6). */
export function sameUpToOnes(a: readonly number[], b: readonly number[]): boolean {
  const [left, right] = [a, b].map((shape) => shape.filter((length) => length !== 1));
  return left!.length === right!.length && left!.every((length, axis) => length === right![axis]);
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** `(1, 50)` and `(6,)`, as numpy writes shapes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

export interface Child {
  readonly part: PathPart;
  readonly value: Description;
}

/** What a container holds; empty for everything else. */
export function childrenOf(value: Description): readonly Child[] {
  switch (value.type) {
    case 'mapping':
      return value.entries.map((entry) => ({ part: { item: entry.key }, value: entry.value }));
    case 'sequence':
      return value.items.map((item, index) => ({ part: { item: index }, value: item }));
    case 'object':
      return value.attributes.map((attribute) => ({
        part: { attribute: attribute.name },
        value: attribute.value,
      }));
    default:
      return [];
  }
}

/** Everything inside a value that is no container itself, in order. */
export function leavesOf(value: Description, depth = 9): readonly Leaf[] {
  const container = value.type === 'mapping' || value.type === 'sequence' || value.type === 'object';
  if (!container) return [{ path: [], value }];
  if (depth === 0) return [];
  return childrenOf(value).flatMap((child) =>
    leavesOf(child.value, depth - 1).map((leaf) => ({ path: [child.part, ...leaf.path], value: leaf.value })),
  );
}

/** The source of something inside another source. Literals, lists and made arrays have no inside. */
export function inside(source: Source, path: readonly PathPart[]): Source {
  if (path.length === 0) return source;
  if (source.from !== 'slot' && source.from !== 'module') {
    throw new Error(`nothing lies inside a source from ${source.from}`);
  }
  return { ...source, path: [...(source.path ?? []), ...path] };
}

export function partName(part: PathPart): string | number {
  return 'item' in part ? part.item : part.attribute;
}

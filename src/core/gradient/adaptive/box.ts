/** A box of components of a tensor: `from` is inclusive and `to` exclusive, one number per axis. */
export interface Box {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export function wholeBox(shape: readonly number[]): Box {
  return { from: shape.map(() => 0), to: shape };
}

export function lengthOf({ from, to }: Box, axis: number): number {
  return to[axis]! - from[axis]!;
}

/** Number of components. */
export function sizeOf(box: Box): number {
  return box.to.reduce((size, _, axis) => size * lengthOf(box, axis), 1);
}

/** Axes along which it can be halved, longest first. */
export function axesOf(box: Box): readonly number[] {
  return [...box.to.keys()]
    .filter((axis) => lengthOf(box, axis) > 1)
    .sort((a, b) => lengthOf(box, b) - lengthOf(box, a) || a - b);
}

export function halves({ from, to }: Box, axis: number): readonly [Box, Box] {
  const middle = Math.floor((from[axis]! + to[axis]!) / 2);
  return [
    { from, to: to.with(axis, middle) },
    { from: from.with(axis, middle), to },
  ];
}

/** Row-major indices of its components, ascending. */
export function indicesOf({ from, to }: Box, shape: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (starts, length, axis) =>
      starts.flatMap((start) =>
        Array.from({ length: to[axis]! - from[axis]! }, (_, i) => start * length + from[axis]! + i),
      ),
    [0],
  );
}

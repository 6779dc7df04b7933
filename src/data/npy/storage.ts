import type { View } from '../../core/normalization/view';

/** Consecutive axes of an array in memory that all belong to the examples, or all to the features. */
export interface Run {
  readonly of: 'examples' | 'features';
  readonly size: number;
}

/**
 * The axes of an array as they lie in memory, the slowest first, joined where neighbours belong to the same side of the
 * table. Null where the features would be numbered otherwise than in the usual order: an array of more than two axes in
 * Fortran order.
 */
export function storageRuns(
  shape: readonly number[],
  fortranOrder: boolean,
  { orientation, channelAxis }: View,
): readonly Run[] | null {
  if (fortranOrder && shape.length > 2) return null;
  const exampleAxis = orientation === 'examples-first' ? 0 : Math.max(shape.length - 1, 0);
  let others = 0;
  const runs = shape.map((size, axis): Run => {
    if (axis === exampleAxis) return { of: 'examples', size };
    others += 1;
    const byChannel = channelAxis !== null && shape.length > 2;
    return { of: byChannel && others !== channelAxis ? 'examples' : 'features', size };
  });
  if (fortranOrder) runs.reverse();
  return runs.reduce<Run[]>((joined, run) => {
    const last = joined.at(-1);
    if (last?.of !== run.of) return [...joined, run];
    return [...joined.slice(0, -1), { of: run.of, size: last.size * run.size }];
  }, []);
}

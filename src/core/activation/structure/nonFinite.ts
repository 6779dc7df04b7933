import type { NonFinite } from '../network';
import type { ArrayRecord } from '../record';
import type { Draft } from './draft';

/** The first array that the run made with a value that is not finite. */
export function nonFiniteOf(records: readonly ArrayRecord[], drafts: readonly Draft[]): NonFinite | null {
  const at = records.findIndex(
    ({ place, statistics: { nan, infinite } }) => place !== null && nan + infinite > 0,
  );
  if (at < 0) return null;
  const { statistics, target, place } = records[at]!;
  const { nan, infinite, count } = statistics;
  const { layer, backward } = whereIs(at, drafts);
  const kind = nan > 0 && infinite === 0 ? 'nan' : 'infinity';
  return {
    kind,
    count: nan + infinite,
    of: count,
    name: target ?? 'an array',
    place,
    layer,
    backward,
  };
}

/** The layer whose array it is, else that of the last array of a layer before it. */
function whereIs(at: number, drafts: readonly Draft[]): { layer: number | null; backward: boolean } {
  let [nearest, layer, backward] = [-1, null as number | null, false];
  drafts.forEach((draft, k) => {
    for (const [roles, isBackward] of [
      [[...draft.z, ...draft.a], false],
      [[...draft.da, ...draft.dz], true],
    ] as const) {
      for (const role of roles)
        if (role <= at && role > nearest) [nearest, layer, backward] = [role, k + 1, isBackward];
    }
  });
  return { layer, backward };
}

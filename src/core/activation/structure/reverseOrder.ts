import type { ArrayRecord } from '../record';
import type { Draft } from './draft';

const named = {
  dz: /(^|[^a-z])(d_?|g_?|grad_?|delta_?)(z|pre|scores|logits)|(^|[^a-z])deltas?(?![a-z])/i,
  da: /(^|[^a-z])(d_?|g_?|grad_?)(a|h|hidden|out)(?![a-z])/i,
} as const;

/**
 * Gradients that no number tells, for they are all zero, infinite or NaN: arrays of one name such as `dZ`, made after the
 * last layer, one for each layer and of their shapes in reverse order.
 */
export function gradientsInReverse(records: readonly ArrayRecord[], drafts: readonly Draft[]): void {
  if (drafts.length < 2 || drafts.some(({ z }) => z.length !== 1)) return;
  const end = Math.max(...drafts.flatMap(({ z, a }) => [...z, ...a]));
  const backward = drafts.toReversed();
  if (drafts.every(({ dz }) => dz.length === 0)) {
    const made = [...madeAs(records, named.dz, end)];
    // Of a last layer without φ it is ∂J/∂A, which goes by another name.
    const hidden = backward[0]!.a.length === 0 ? backward.slice(1) : [];
    for (const layers of [backward, hidden]) {
      const found = made.find((all) => layers.length > 0 && fits(all, layers));
      if (found === undefined) continue;
      found.forEach((at, k) => layers[k]!.dz.push(at));
      break;
    }
  }
  if (drafts.some(({ da, dz }) => da.length > 0 || dz.length !== 1)) return;
  for (const all of madeAs(records, named.da, end)) {
    // That of the last layer is made before its ∂J/∂Z; where the loop does not make it, the first belongs to the one before.
    const layers = all[0]! < backward[0]!.dz[0]! ? backward : backward.slice(1);
    const own = all.slice(0, layers.length);
    if (!fits(own, layers) || !own.every((at, k) => at < layers[k]!.dz[0]!)) continue;
    own.forEach((at, k) => layers[k]!.da.push(at));
    return;
  }

  function fits(all: readonly number[], layers: readonly Draft[]): boolean {
    return (
      all.length === layers.length &&
      all.every((at, k) => String(records[at]!.shape) === String(records[layers[k]!.z[0]!]!.shape))
    );
  }
}

/** Records after the forward pass, by what they were assigned to, for each name of the kind. */
function madeAs(records: readonly ArrayRecord[], kind: RegExp, end: number): Iterable<number[]> {
  const byTarget = new Map<string, number[]>();
  for (let at = end + 1; at < records.length; at++) {
    const { target } = records[at]!;
    if (target === null || !kind.test(target)) continue;
    const all = byTarget.get(target) ?? [];
    byTarget.set(target, all);
    all.push(at);
  }
  return byTarget.values();
}

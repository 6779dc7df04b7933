import { elementwise } from '../functions';
import type { RecognizedActivation } from '../network';
import type { ArrayRecord } from '../record';
import type { Draft } from './draft';
import { pairedValues } from './relation';
import { roundOffOf, sameShape } from './views';

/** Records around a known gradient among which the other of its layer is looked for. */
const window = 10;

/** Finds ∂J/∂Z from ∂J/∂A and ∂J/∂A from ∂J/∂Z by ∂J/∂Z = ∂J/∂A · φ′(Z), where one of them is known. */
export function completeGradients(records: readonly ArrayRecord[], drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const { activationFunction: fn, z } = draft;
    if (fn === null || fn.name === 'softmax') continue;
    if (draft.dz.length === 0 && draft.da.length === z.length && z.length > 0) {
      const found = draft.da.map((da, k) =>
        fn.name === 'identity' ? da : search(da, 1, (at) => belongs(records, fn, z[k]!, da, at)),
      );
      if (found.every((at) => at !== null)) draft.dz.push(...found);
    } else if (draft.da.length === 0 && draft.dz.length === z.length && z.length > 0) {
      const found = draft.dz.map((dz, k) =>
        fn.name === 'identity'
          ? dz
          : search(dz, -1, (at) => at > z[k]! && belongs(records, fn, z[k]!, at, dz)),
      );
      if (found.every((at) => at !== null)) draft.da.push(...found);
    }
  }

  function search(from: number, direction: 1 | -1, fits: (at: number) => boolean): number | null {
    for (let k = 1; k <= window; k++) {
      const at = from + direction * k;
      if (records[at] !== undefined && fits(at)) return at;
    }
    return null;
  }
}

/** True if ∂J/∂Z = ∂J/∂A · φ′(Z) in the compared values. */
function belongs(
  records: readonly ArrayRecord[],
  fn: RecognizedActivation,
  z: number,
  da: number,
  dz: number,
): boolean {
  const [ofZ, ofA, ofD] = [records[z]!, records[da]!, records[dz]!];
  if (fn.name === 'softmax' || !sameShape(ofZ, ofA) || !sameShape(ofA, ofD)) return false;
  const [zs, as] = pairedValues(ofZ, ofA);
  const [, ds] = pairedValues(ofZ, ofD);
  if (zs.length === 0 || ds.length !== zs.length) return false;
  const { derivative } = elementwise(fn.name, fn.parameter);
  const relative = Math.max(1e-5, 64 * roundOffOf(ofD.dtype));
  let told = 0;
  for (let k = 0; k < zs.length; k++) {
    const expected = as[k]! * derivative(zs[k]!);
    // Where φ′ nearly vanishes, formulas from A lose its digits.
    if (!(Math.abs(ds[k]! - expected) <= relative * Math.abs(expected) + 1e-12 * Math.abs(as[k]!)))
      return false;
    if (expected !== 0) told += 1;
  }
  return told > 0;
}

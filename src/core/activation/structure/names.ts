import type { ArrayRecord } from '../record';
import { emptyDraft, type Draft } from './draft';
import { namedActivation, relationOf } from './relation';

const beforeActivation = /^(self\.|this\.)?_?(z|pre|scores|logits)[\w[\]]*$/i;
const afterActivation = /^(self\.|this\.)?_?(a|h|hidden|act|probs|yhat|y_hat)[\w[\]]*$/i;
/** Records after Z among which its A is looked for. */
const window = 8;

/** Layers by the functions between arrays, else by the names in the text, where no product was found. */
export function layersByNames(records: readonly ArrayRecord[]): Draft[] {
  const byValues = pairs(records, (z, a) => {
    const activation = relationOf(z, a, null)?.activation ?? null;
    return activation !== null && activation.from === 'values' && activation.name !== 'identity';
  });
  if (byValues.length > 0) return byValues.map(([z, a]) => draftOf('activation', records, z, a));
  const named = pairs(
    records,
    (z, a) =>
      beforeActivation.test(z.target ?? '') &&
      afterActivation.test(a.target ?? '') &&
      String(z.shape) === String(a.shape),
  );
  return named.map(([z, a]) => draftOf('name', records, z, a));
}

/** What may be the inputs of the first layer: the last array from before the run that shares an axis with its Z. */
export function inputsByOrder(records: readonly ArrayRecord[], drafts: readonly Draft[]): number[] {
  const z = drafts[0]?.z[0];
  if (z === undefined) return [];
  const { shape } = records[z]!;
  const at = records.findLastIndex(
    (record, k) =>
      k < z &&
      record.place === null &&
      record.shape.length === shape.length &&
      record.shape.some((length, axis) => length > 1 && length === shape[axis]),
  );
  return at < 0 ? [] : [at];
}

/** Each array with the nearest one before it of which it is the activation; none is in two pairs. */
function pairs(
  records: readonly ArrayRecord[],
  fits: (z: ArrayRecord, a: ArrayRecord) => boolean,
): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let used = -1;
  for (let a = 1; a < records.length; a++) {
    for (let z = a - 1; z > used && z >= a - window; z--) {
      if (!fits(records[z]!, records[a]!)) continue;
      found.push([z, a]);
      used = a;
      break;
    }
  }
  return found;
}

function draftOf(from: 'activation' | 'name', records: readonly ArrayRecord[], z: number, a: number): Draft {
  const relation = relationOf(records[z]!, records[a]!, null);
  return {
    ...emptyDraft(from),
    z: [z],
    a: [a],
    activationFunction: relation?.activation ?? namedActivation(records[a]!),
  };
}

/** Gradients named after the array they belong to: `dZ1`, `grad_Z1` or `Z1_grad` for `Z1`. */
export function gradientsByNames(records: readonly ArrayRecord[], drafts: readonly Draft[]): void {
  const byName = new Map<string, number>();
  records.forEach(({ target }, at) => {
    if (target !== null) byName.set(target.toLowerCase(), at);
  });
  for (const draft of drafts) {
    for (const [role, of] of [
      ['dz', draft.z],
      ['da', draft.a],
    ] as const) {
      const own = of.length === 1 ? records[of[0]!]! : undefined;
      if (own === undefined || own.target === null || draft[role].length > 0 || !/\d/.test(own.target))
        continue;
      const name = own.target.toLowerCase();
      const at = [`d${name}`, `grad_${name}`, `${name}_grad`].map((text) => byName.get(text)).find(isLater);
      if (at !== undefined && String(records[at]!.shape) === String(own.shape)) draft[role].push(at);

      function isLater(found: number | undefined): boolean {
        return found !== undefined && found > of[0]!;
      }
    }
  }
}

import type { ArrayRecord, ArrayStatistics } from '../record';
import { emptyDraft, type Draft } from './draft';
import { isKernelFirst } from './kernel';
import { relationOf } from './relation';
import { sameValues } from './views';
import type { WeightCandidate } from './weights';

/** Records after Z among which its A is looked for. */
const window = 8;
/** Sums of the same numbers in another order. */
const roundOff = 1e-9;
const weightName = /^(self\.|this\.)?_?(w|weight|theta|kernel|filter)/i;

/** Records of Z and A. */
type Pair = readonly [number, number];

/**
 * Layers with arrays of more than two axes, as convolutions have, put in their places among those of the products: each is
 * an A = φ(Z) that the values bear out. Where a product made that Z under another shape, its layer takes the pair over.
 * Runs of several passes are left as they are.
 *
 * @param drafts layers in order of execution; layers are put in
 * @param candidates weights, in order
 */
export function insertActivationLayers(
  records: readonly ArrayRecord[],
  drafts: Draft[],
  candidates: readonly WeightCandidate[],
): void {
  if (drafts.some(({ z }) => z.length > 1)) return;
  const found: Draft[] = [];
  for (const [z, a] of pairsOfManyAxes(records, firstGradient(drafts))) {
    if (drafts.some((draft) => draft.z[0] === z || draft.a[0] === a)) continue;
    const activationFunction = relationOf(records[z]!, records[a]!, null)!.activation;
    const same = drafts.find((draft) => isReshaped(records, draft, z));
    if (same !== undefined) {
      const unitsAxis = axisOf(records[z]!, records[same.z[0]!]!.shape[same.unitsAxis ?? 0]!);
      Object.assign(same, { z: [z], a: [a], activationFunction, unitsAxis, examplesAxis: 0 });
      continue;
    }
    const next = drafts.findIndex((draft) => (draft.z[0] ?? -1) > z);
    const fresh: Draft = { ...emptyDraft('activation'), z: [z], a: [a], activationFunction };
    drafts.splice(next === -1 ? drafts.length : next, 0, fresh);
    found.push(fresh);
  }
  attachKernels(records, found, candidates);
}

/** The (Z, A) of more than two axes before the backward pass; none is in two pairs, nor made once more by another pass. */
function pairsOfManyAxes(records: readonly ArrayRecord[], end: number): Pair[] {
  const found: Pair[] = [];
  let used = -1;
  for (let a = 1; a < Math.min(records.length, end); a++) {
    if (records[a]!.shape.length <= 2) continue;
    for (let z = a - 1; z > used && z >= a - window; z--) {
      const activation = relationOf(records[z]!, records[a]!, null)?.activation;
      if (activation?.from !== 'values' || activation.name === 'identity') continue;
      used = a;
      if (!found.some((pair) => isRepeated(records, pair, [z, a]))) found.push([z, a]);
      break;
    }
  }
  return found;
}

/** True if both arrays have the values of an earlier pair. */
function isRepeated(records: readonly ArrayRecord[], earlier: Pair, pair: Pair): boolean {
  return pair.every((at, k) => {
    const [one, other] = [records[earlier[k]!]!, records[at]!];
    return sameValues(one, other) && isAlike(one.statistics, other.statistics);
  });
}

function firstGradient(drafts: readonly Draft[]): number {
  return Math.min(Infinity, ...drafts.flatMap(({ dz, da }) => [...dz, ...da]));
}

/** True if an array holds the Z of a layer that has no A yet, in another shape: a product of patches. */
function isReshaped(records: readonly ArrayRecord[], { z, a }: Draft, at: number): boolean {
  if (z.length !== 1 || a.length > 0 || z[0]! >= at) return false;
  return isAlike(records[z[0]!]!.statistics, records[at]!.statistics);
}

function isAlike(one: ArrayStatistics, other: ArrayStatistics): boolean {
  const close = (a: number, b: number): boolean => Math.abs(a - b) <= roundOff * one.rms;
  return (
    one.count === other.count &&
    one.least === other.least &&
    one.greatest === other.greatest &&
    close(one.rms, other.rms) &&
    close(one.mean, other.mean)
  );
}

/** The only axis but the first, of the examples, that has so many indices. */
function axisOf({ shape }: ArrayRecord, length: number): number | null {
  const axis = shape.indexOf(length, 1);
  return axis !== -1 && shape.lastIndexOf(length) === axis ? axis : null;
}

/** Weights of more than two axes, in their order, where there are as many as layers and each gives its layer's channels. */
function attachKernels(
  records: readonly ArrayRecord[],
  layers: readonly Draft[],
  candidates: readonly WeightCandidate[],
): void {
  const kernels = candidates.filter(
    ({ record, tensor, at }) =>
      record.shape.length > 2 &&
      (tensor !== null || (weightName.test(record.target ?? '') && at! < (layers[0]?.z[0] ?? 0))),
  );
  if (kernels.length !== layers.length) return;
  const axes = layers.map(({ z }, k) => axisOf(records[z[0]!]!, channelsOf(kernels[k]!)));
  if (axes.includes(null)) return;
  layers.forEach((layer, k) => {
    layer.weights = kernels[k]!;
    layer.unitsAxis = axes[k]!;
    layer.examplesAxis = 0;
  });
}

function channelsOf({ record: { shape } }: WeightCandidate): number {
  return isKernelFirst(shape) ? shape.at(-1)! : shape[0]!;
}

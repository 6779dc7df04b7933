import type { Bias } from './biases';
import type { Draft } from './draft';

/** Gives layers taken over from others the bias that stands in the model as far from their weights as that of the nearest. */
export function biasesLike(drafts: readonly Draft[], biases: readonly Bias[]): void {
  drafts.forEach((draft, k) => {
    const { weights, outputsFirst } = draft;
    if (draft.from !== 'pattern' || draft.bias !== null || typeof weights?.tensor !== 'number') return;
    const distance = distanceOf(nearest(drafts, k));
    if (distance === null) return;
    const tensor = weights.tensor + distance;
    const units = weights.record.shape[outputsFirst === false ? 1 : 0];
    draft.bias = biases.find((bias) => bias.tensor === tensor && bias.values.length === units) ?? null;
  });
}

/** The nearest layer that a product told, the one before if two are as near. */
function nearest(drafts: readonly Draft[], layer: number): Draft | null {
  for (let d = 1; d < drafts.length; d++)
    for (const at of [layer - d, layer + d]) if (drafts[at]?.from === 'product') return drafts[at];
  return null;
}

/** Tensors from the weights of a layer to its bias. */
function distanceOf(draft: Draft | null): number | null {
  const [weights, bias] = [draft?.weights?.tensor ?? null, draft?.bias?.tensor ?? null];
  return weights === null || bias === null ? null : bias - weights;
}

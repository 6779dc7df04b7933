import type { Block } from '../../core/normalization/block';

/** The part of a block that lies in the features `from` to `to`, which are counted from `from`; null if none does. */
export function featuresOfBlock(block: Block, from: number, to: number): Block | null {
  const first = Math.max(from, block.firstFeature);
  const features = Math.min(to, block.firstFeature + block.features) - first;
  if (features <= 0) return null;
  const values =
    features === block.features ? block.values : cut(block, first - block.firstFeature, features);
  return { ...block, firstFeature: first - from, features, values };
}

function cut(
  { major, examples, features: width, values }: Block,
  first: number,
  features: number,
): Float64Array {
  if (major === 'features') return values.subarray(first * examples, (first + features) * examples);
  const part = new Float64Array(examples * features);
  for (let i = 0; i < examples; i++)
    part.set(values.subarray(i * width + first, i * width + first + features), i * features);
  return part;
}

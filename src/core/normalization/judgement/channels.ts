import type { View } from '../view';

/** Which channel each feature of flattened images belongs to. */
export interface Channels {
  readonly count: number;
  channelOf(feature: number): number;
}

/**
 * The ways in which features may be grouped into channels: by the shape of the images, or for flattened ones of three
 * channels both usual layouts, channels last and channels first.
 */
export function possibleChannels(
  features: number,
  shape: readonly number[],
  view: View,
): readonly Channels[] {
  if (view.channelAxis !== null) return [];
  if (shape.length === 4) {
    const rest = view.orientation === 'examples-first' ? shape.slice(1) : shape.slice(0, -1);
    return [last(rest[2]!), first(rest[0]!, features)].filter(({ count }) => count > 1 && count <= 4);
  }
  return features % 3 === 0 && features >= 12 ? [last(3), first(3, features)] : [];
}

function last(count: number): Channels {
  return { count, channelOf: (feature) => feature % count };
}

function first(count: number, features: number): Channels {
  return { count, channelOf: (feature) => Math.floor((feature * count) / features) };
}

import { quantileLevels, type SplitStatistics } from '../splitStatistics';
import type { NormalizationKind } from '../verdicts';
import type { Channels } from './channels';
import { featuresOf, groupOf, wereBytes, type Group } from './groups';

/** What was done to all features alike, with the text for `OverallKind.by`. */
export interface Common {
  readonly kind: NormalizationKind;
  readonly by: string | null;
}

/** Per-channel μ and σ that are published with data sets, for pixels in [0, 1]. */
const published: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['ImageNet', [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]],
  ['CIFAR-10', [0.4914, 0.4822, 0.4465], [0.247, 0.2435, 0.2616]],
  ['CIFAR-10', [0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.201]],
  ['MNIST', [0.1307], [0.3081]],
  ['Fashion-MNIST', [0.286], [0.353]],
];

/** A transformation by constants that all features share, or all of a channel; null if the numbers tell none. */
export function commonOf(statistics: SplitStatistics, ways: readonly Channels[]): Common | null {
  const { filled, varying } = featuresOf(statistics);
  if (varying.length === 0) return null;
  const whole = groupOf(statistics, filled);
  return rangeOf(statistics, filled, varying, whole) ?? standardizedOf(statistics, filled, ways, whole);
}

function rangeOf(
  statistics: SplitStatistics,
  filled: readonly number[],
  varying: readonly number[],
  whole: Group,
): Common | null {
  const within = (low: number, high: number): boolean =>
    whole.minimum >= low - 1e-6 && whole.maximum <= high + 1e-6;
  const share = (test: (feature: number) => boolean): number =>
    varying.filter((feature) => test(feature)).length / varying.length;
  const reaches = (low: number, slack: number) => (feature: number) =>
    Math.abs(statistics.minimum[feature]! - low) <= slack &&
    Math.abs(statistics.maximum[feature]! - 1) <= slack;
  for (const low of [0, -1]) {
    const text = low === 0 ? '[0, 1]' : '[−1, 1]';
    if (share(reaches(low, 1e-6)) >= 0.9 && within(low, 1)) return { kind: 'min-max', by: text };
    const bytes = low === 0 ? ([1, 0, '255'] as const) : ([0.5, 0.5, '127.5'] as const);
    if (within(low, 1) && wereBytes(statistics, filled, bytes[0], bytes[1]))
      return { kind: 'divided', by: bytes[2] };
    if (
      share(reaches(low, 0.15)) >= 0.8 &&
      share((feature) => roughlyWithin(statistics, feature, low)) === 1
    ) {
      return { kind: 'min-max', by: text };
    }
  }
  if (within(0, 1)) return { kind: 'divided', by: null };
  // A split scaled by another one's minimum and maximum reaches beyond where that one had no such values.
  const moving = groupOf(statistics, varying);
  if (share((feature) => roughlyWithin(statistics, feature, 0)) >= 0.95 && !nearZero(moving))
    return { kind: 'min-max', by: null };
  const signed = share((feature) => statistics.minimum[feature]! < 0) >= 0.5;
  if (signed && within(-1, 1) && whole.maximum - whole.minimum > 0.5) return { kind: 'divided', by: null };
  if (signed && share((feature) => roughlyWithin(statistics, feature, -1)) >= 0.95 && !nearZero(moving)) {
    return { kind: 'min-max', by: null };
  }
  return null;
}

/** Data of tiny range were hardly scaled to [0, 1] or [−1, 1]. */
function nearZero({ minimum, maximum }: Group): boolean {
  return maximum - minimum < 0.5;
}

/** 98% of the values within [low, 1] but for a tenth, the extremes within twice the range. */
function roughlyWithin(
  { minimum, maximum, quantiles }: SplitStatistics,
  feature: number,
  low: number,
): boolean {
  const range = 1 - low;
  const at = feature * quantileLevels.length;
  return (
    quantiles[at]! >= low - 0.1 * range &&
    quantiles[at + quantileLevels.length - 1]! <= 1 + 0.1 * range &&
    minimum[feature]! >= low - range &&
    maximum[feature]! <= 1 + range
  );
}

function standardizedOf(
  statistics: SplitStatistics,
  filled: readonly number[],
  ways: readonly Channels[],
  whole: Group,
): Common | null {
  if (filled.length < 2) return null;
  const byName = published.find(([, mean, sigma]) => {
    const grouped =
      mean.length === 1
        ? [[filled]]
        : ways.filter(({ count }) => count === 3).map((way) => split(filled, way));
    return grouped.some((channels) =>
      channels.every((features, at) => wereBytes(statistics, features, sigma[at]!, mean[at]!)),
    );
  });
  if (byName !== undefined) {
    const [name, mean] = byName;
    return {
      kind: mean.length === 1 ? 'standardized-globally' : 'standardized-by-channel',
      by: `the constants of ${name}`,
    };
  }
  const grouped = ways.map((way) => split(filled, way).map((features) => groupOf(statistics, features)));
  // Channels that are each standardized are so together as well.
  if (grouped.some((channels) => channels.every(isExactlyStandard)))
    return { kind: 'standardized-by-channel', by: null };
  if (isStandard(whole, 0.02)) return { kind: 'standardized-globally', by: null };
  for (const channels of grouped) {
    const exact = channels.every((group) => isStandard(group, 0.02));
    if (exact || (channels.every(isBounded) && differ(channels)))
      return { kind: 'standardized-by-channel', by: null };
  }
  return isStandard(whole, 0.1) || isBounded(whole) ? { kind: 'standardized-globally', by: null } : null;
}

function split(features: readonly number[], { count, channelOf }: Channels): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, channel) =>
    features.filter((feature) => channelOf(feature) === channel),
  );
}

function isExactlyStandard({ mean, deviation }: Group): boolean {
  return Math.abs(mean) <= 1e-4 && Math.abs(deviation - 1) <= 1e-4;
}

function isStandard({ mean, deviation, count }: Group, slack: number): boolean {
  const error = 3 / Math.sqrt(count);
  return Math.abs(mean) <= slack + error && Math.abs(deviation - 1) <= slack + error;
}

/**
 * Most features end at the same value on one side of 0, as images do whose black or white was moved there. Of a few
 * features one is always the widest, and that says nothing.
 */
function isBounded({ mean, deviation, minimum, maximum, sharing, count, features }: Group): boolean {
  return (
    count > 0 &&
    features >= 16 &&
    sharing >= 0.3 &&
    minimum < 0 &&
    maximum > 0 &&
    maximum - minimum <= 20 &&
    Math.abs(mean) <= 1.5 &&
    deviation >= 0.3 &&
    deviation <= 2.5
  );
}

function differ(channels: readonly Group[]): boolean {
  return channels.some(({ minimum }) => Math.abs(minimum - channels[0]!.minimum) > 1e-3);
}

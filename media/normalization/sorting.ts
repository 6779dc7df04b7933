import { type Features, distance } from './features';
import type { Filter } from './savedState';

/** Which features the table shows, in which order. */

export const sortKeys = [
  'worst',
  'name',
  'kind',
  'mean',
  'deviation',
  'between',
  'gaps',
  'minimum',
  'maximum',
  'median',
] as const;
export type SortKey = (typeof sortKeys)[number];

/** Feature indices in order; what is not a number comes last either way, and ties keep the order of the data. */
export function sortedFeatures(
  features: Features,
  worstFirst: Uint32Array,
  key: SortKey,
  descending: boolean,
): Uint32Array {
  if (key === 'worst') return descending ? worstFirst.toReversed() : worstFirst;
  const order = Uint32Array.from({ length: features.count }, (_, j) => j);
  const sign = descending ? -1 : 1;
  if (key === 'name') {
    const names = Array.from(order, (j) => features.name(j));
    const compare = new Intl.Collator('en', { numeric: true }).compare;
    return order.sort((a, b) => sign * compare(names[a]!, names[b]!) || a - b);
  }
  const value = valuesFor(features, key);
  return order.sort((a, b) => {
    const [x, y] = [value[a]!, value[b]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

function valuesFor(features: Features, key: Exclude<SortKey, 'worst' | 'name'>): ArrayLike<number> {
  const { first, deviation, median, gaps, between } = features;
  switch (key) {
    case 'kind': {
      const kinds = new Map<string, number>();
      return Array.from({ length: features.count }, (_, j) => {
        const kind = features.kind(j);
        if (!kinds.has(kind)) kinds.set(kind, kinds.size);
        return kinds.get(kind)!;
      });
    }
    case 'mean':
      return first.mean;
    case 'deviation':
      return deviation;
    case 'between':
      return between.shift.map((shift, j) =>
        Number.isNaN(shift) ? NaN : distance(shift, between.ratio[j]!),
      );
    case 'gaps':
      return gaps;
    case 'minimum':
      return first.minimum;
    case 'maximum':
      return first.maximum;
    case 'median':
      return median;
  }
}

/** Those of `order` that the filter lets through. The text is part of the name, or the number of the feature. */
export function filteredFeatures(order: Uint32Array, features: Features, filter: Filter): Uint32Array {
  const text = filter.text.trim().toLowerCase();
  if (text === '' && filter.kind === null && !filter.differing) return order;
  return order.filter(
    (j) =>
      (filter.kind === null || features.kind(j) === filter.kind) &&
      (!filter.differing || features.between.significant[j]! > 0) &&
      (text === '' || features.name(j).toLowerCase().includes(text) || String(j) === text),
  );
}

import type { LayerFacts } from './layerFacts';

/** In which order the table shows the layers. */

export const layerSortKeys = ['layer', 'function', 'activation', 'gradient', 'health'] as const;
export type LayerSortKey = (typeof layerSortKeys)[number];

/** Indices into `facts`; what is not a number comes last either way, and ties keep the order of execution. */
export function sortedLayers(
  facts: readonly LayerFacts[],
  { key, descending }: { readonly key: LayerSortKey; readonly descending: boolean },
): number[] {
  const order = facts.map((_, i) => i);
  const sign = descending ? -1 : 1;
  if (key === 'layer') return descending ? order.reverse() : order;
  if (key === 'function') {
    const { compare } = new Intl.Collator('en');
    const name = (i: number) => facts[i]!.layer?.activationFunction?.name;
    return order.sort((a, b) => {
      const [x, y] = [name(a), name(b)];
      if (x === undefined || y === undefined)
        return Number(x === undefined) - Number(y === undefined) || a - b;
      return sign * compare(x, y) || a - b;
    });
  }
  const value = facts.map(({ forward, backward, health }) => {
    if (key === 'health') return health?.share ?? NaN;
    return (key === 'activation' ? forward : backward)?.rms ?? NaN;
  });
  return order.sort((a, b) => {
    const [x, y] = [value[a]!, value[b]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

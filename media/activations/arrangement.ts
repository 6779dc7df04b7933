import type { Sorting } from '../shared/sorting';
import { layerSortKeys, type LayerSortKey } from './layerSorting';

/** How the reader arranged charts and tables of a profile. */
export interface Arrangement {
  readonly sort: Sorting<LayerSortKey>;
  /** The layer whose row stands open; null for none. */
  readonly expanded: number | null;
  /** Which array the heatmap shows. */
  readonly distribution: DistributionOf;
  /** The mean-field prediction is drawn in the profile. */
  readonly predicted: boolean;
  /** Names of the folds that stand open. */
  readonly open: readonly string[];
  readonly scroll: number;
}

export const distributions = ['activations', 'pre-activations', 'gradients'] as const;
export type DistributionOf = (typeof distributions)[number];

export const freshArrangement: Arrangement = {
  sort: { key: 'layer', descending: false },
  expanded: null,
  distribution: 'activations',
  predicted: false,
  open: ['notes', 'layers', 'distribution', 'what-if'],
  scroll: 0,
};

/** Takes over what is sound of a kept state; everything else starts fresh. */
export function restoredArrangement(value: Readonly<Record<string, unknown>>): Arrangement {
  const sort = fieldsOf(value['sort']);
  const key = layerSortKeys.find((name) => name === sort['key']);
  return {
    sort: key === undefined ? freshArrangement.sort : { key, descending: sort['descending'] === true },
    expanded: isIndex(value['expanded']) ? value['expanded'] : null,
    distribution:
      distributions.find((name) => name === value['distribution']) ?? freshArrangement.distribution,
    predicted: value['predicted'] === true,
    open: Array.isArray(value['open'])
      ? value['open'].filter((name): name is string => typeof name === 'string').slice(0, 20)
      : freshArrangement.open,
    scroll: isIndex(value['scroll']) ? value['scroll'] : 0,
  };
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

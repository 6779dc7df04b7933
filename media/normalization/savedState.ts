import { normalizationKinds, type NormalizationKind } from '../../src/core/normalization/verdicts';
import { sortKeys, type SortKey } from './sorting';

/** What survives a reload of the window: how the reader had arranged the panel. Never results. */
export interface SavedState {
  readonly file: string;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
  readonly filter: Filter;
  /** The feature whose row stands open; null for none. */
  readonly expanded: number | null;
  /** The features of the scatter plot; null for those with the largest and the smallest spread. */
  readonly pair: readonly [x: number, y: number] | null;
  /** Names of the folds that stand open. */
  readonly open: readonly string[];
  readonly scroll: number;
}

/** Which features the table shows. */
export interface Filter {
  readonly text: string;
  readonly kind: NormalizationKind | null;
  /** Only those that differ between splits. */
  readonly differing: boolean;
}

export const freshState: SavedState = {
  file: '',
  sort: { key: 'worst', descending: false },
  filter: { text: '', kind: null, differing: false },
  expanded: null,
  pair: null,
  open: ['notes', 'whose', 'splits', 'cost'],
  scroll: 0,
};

/** Takes over what is sound of a kept state; everything else starts fresh. */
export function restoredState(kept: unknown): SavedState {
  const value = fields(kept);
  const sort = fields(value['sort']);
  const filter = fields(value['filter']);
  const key = sortKeys.find((name) => name === sort['key']);
  const pair: unknown = value['pair'];
  return {
    file: textOr(value['file'], ''),
    sort: key === undefined ? freshState.sort : { key, descending: sort['descending'] === true },
    filter: {
      text: textOr(filter['text'], '').slice(0, 200),
      kind: normalizationKinds.find((name) => name === filter['kind']) ?? null,
      differing: filter['differing'] === true,
    },
    expanded: isIndex(value['expanded']) ? value['expanded'] : null,
    pair: Array.isArray(pair) && isIndex(pair[0]) && isIndex(pair[1]) ? [pair[0], pair[1]] : null,
    open: Array.isArray(value['open'])
      ? value['open'].filter((name): name is string => typeof name === 'string').slice(0, 20)
      : freshState.open,
    scroll: isIndex(value['scroll']) ? value['scroll'] : 0,
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOr(value: unknown, other: string): string {
  return typeof value === 'string' ? value : other;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

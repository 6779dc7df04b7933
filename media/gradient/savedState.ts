import type { SortKey } from './tensorRows';

/** What survives a reload of the window: how the reader had arranged the panel. Never results. */
export interface SavedState {
  readonly file: string;
  /** The name of the check that the reader chose; null for the worst. */
  readonly check: string | null;
  readonly tensor: string | null;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
  readonly allTensors: boolean;
  /** Names of the folds that stand open. */
  readonly open: readonly string[];
  readonly signed: boolean;
  readonly fitted: boolean;
  readonly scroll: number;
}

export const freshState: SavedState = {
  file: '',
  check: null,
  tensor: null,
  sort: { key: 'verdict', descending: true },
  allTensors: false,
  open: ['warnings'],
  signed: false,
  fitted: false,
  scroll: 0,
};

const sortKeys: readonly SortKey[] = [
  'name',
  'shape',
  'verdict',
  'difference',
  'resolution',
  'kinks',
  'line',
];

/** Takes over what is sound of a kept state; everything else starts fresh. */
export function restoredState(kept: unknown): SavedState {
  if (typeof kept !== 'object' || kept === null) return freshState;
  const value = kept as Partial<Record<keyof SavedState, unknown>>;
  return {
    file: typeof value.file === 'string' ? value.file : freshState.file,
    check: typeof value.check === 'string' ? value.check : null,
    tensor: typeof value.tensor === 'string' ? value.tensor : null,
    sort: restoredSort(value.sort),
    allTensors: value.allTensors === true,
    open: Array.isArray(value.open)
      ? value.open.filter((name): name is string => typeof name === 'string').slice(0, 20)
      : freshState.open,
    signed: value.signed === true,
    fitted: value.fitted === true,
    scroll: isIndex(value.scroll) ? value.scroll : 0,
  };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function restoredSort(value: unknown): SavedState['sort'] {
  if (typeof value !== 'object' || value === null) return freshState.sort;
  const { key, descending } = value as { key?: unknown; descending?: unknown };
  const known = sortKeys.find((name) => name === key);
  return known ? { key: known, descending: descending === true } : freshState.sort;
}

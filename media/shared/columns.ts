import { h } from './dom';
import type { Sorting } from './sorting';

/** A column of a `virtualGrid`; `K` names what the table can be sorted by. */
export interface Column<K extends string> {
  readonly key: K | null;
  readonly title: string;
  /** What the title means, for its tooltip. */
  readonly meaning: string;
  /** Pixels; 0 for the name, which takes what is left. */
  readonly width: number;
  readonly className?: string;
  cell(item: number): Node | string;
}

/** The cell of a row. */
export function gridCell<K extends string>({ className, width, cell }: Column<K>, item: number): HTMLElement {
  return h('div', { role: 'gridcell', class: className, style: widthStyle(width) }, cell(item));
}

/** The cell of the head, a button that sorts by the column. */
export function headCell<K extends string>(
  { key, title, meaning, className, width }: Column<K>,
  sort: Sorting<K>,
  sortBy: (key: K) => void,
): HTMLElement {
  const sorted = key !== null && key === sort.key;
  const arrow = h('span', { class: 'arrow', 'aria-hidden': 'true' }, sort.descending ? ' ↓' : ' ↑');
  return h(
    'div',
    {
      role: 'columnheader',
      class: className,
      title: meaning,
      style: widthStyle(width),
      'aria-sort': sorted ? (sort.descending ? 'descending' : 'ascending') : null,
    },
    key === null
      ? title
      : h('button', { type: 'button', 'data-key': key, onclick: () => sortBy(key) }, title, sorted && arrow),
  );
}

/** Pixels of all columns together, with `--name` for the one that takes what is left. */
export function allColumns<K extends string>(columns: readonly Column<K>[]): string {
  return `calc(var(--name) + ${columns.reduce((sum, { width }) => sum + width, 0)}px)`;
}

/** Fixed widths make rows cheap to lay out while they scroll by. */
function widthStyle(width: number): string | null {
  return width === 0 ? null : `width:${width}px`;
}

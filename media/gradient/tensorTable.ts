import type { CheckReport, TensorReport } from '../../src/protocol/report';
import { h } from '../shared/dom';
import { reveal } from '../shared/controls';
import type { PanelContext } from './context';
import type { Elsewhere } from '../../src/protocol/moments';
import { type Column, columnsFor } from './tensorColumns';
import { initialRows, type SortKey, sortedTensors } from './tensorRows';

/** One row per tensor; the selected row's pictures are shown below. */
export interface TensorTable {
  readonly element: HTMLElement;
  select(name: string | null): void;
}

export function tensorTable(
  context: PanelContext,
  file: string,
  check: CheckReport,
  elsewhere: (tensor: TensorReport) => readonly Elsewhere[],
  selected: string | null,
  choose: (name: string) => void,
): TensorTable {
  const columns = columnsFor(context, file, check.tensors, elsewhere);
  const headRow = h('tr');
  const body = h('tbody');
  const table = h(
    'table',
    { class: 'tensors', role: 'grid', 'aria-label': 'Tensors' },
    h('thead', {}, headRow),
    body,
  );
  const more = h('button', { type: 'button', class: 'link more' });
  const element = h('div', { class: 'tensor-table' }, h('div', { class: 'scroller' }, table), more);
  const visible = initialRows(check.tensors);

  const rows = () => [...body.rows];
  const rowOf = (name: string | null) => rows().find((row) => row.dataset.name === name);
  const mark = () => {
    const current = rowOf(selected) ?? rows()[0];
    for (const row of rows()) {
      row.setAttribute('aria-selected', String(row.dataset.name === selected));
      row.tabIndex = row === current ? 0 : -1;
    }
  };
  const draw = () => {
    const { sort, allTensors } = context.saved;
    headRow.replaceChildren(...columns.map((column) => headCell(column, sort, sortBy)));
    const sorted = sortedTensors(check.tensors, sort.key, sort.descending);
    const shown = allTensors ? sorted : sorted.slice(0, visible);
    body.replaceChildren(...shown.map((tensor) => tensorRow(tensor, columns)));
    more.hidden = visible === check.tensors.length;
    more.textContent = allTensors
      ? `Show only ${visible}`
      : `Show all ${check.tensors.length} tensors; the other ${check.tensors.length - visible} are correct`;
    if (sort.key !== 'verdict' && !allTensors) more.textContent = `Show all ${check.tensors.length} tensors`;
    mark();
  };
  const sortBy = (key: SortKey) => {
    const { sort } = context.saved;
    const descending = sort.key === key ? !sort.descending : !['name', 'line'].includes(key);
    context.save({ sort: { key, descending } });
    draw();
    headRow.querySelector<HTMLElement>(`[data-key=${key}]`)?.focus();
  };

  more.addEventListener('click', () => {
    context.save({ allTensors: !context.saved.allTensors });
    draw();
  });
  body.addEventListener('click', (event) => {
    const name = (event.target as Element).closest('tr')?.dataset.name;
    if (name) choose(name);
  });
  body.addEventListener('dblclick', (event) => go((event.target as Element).closest('tr')));
  body.addEventListener('keydown', (event) => {
    const row = (event.target as Element).closest('tr');
    if (!row || (event.target !== row && event.key === 'Enter')) return;
    const all = rows();
    const at = all.indexOf(row);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      const name = all[Math.min(all.length - 1, Math.max(0, next))]?.dataset.name;
      if (name) choose(name);
      rowOf(name ?? null)?.focus();
    } else if (event.key === 'Enter') go(row);
    else if (event.key === ' ' && row.dataset.name) choose(row.dataset.name);
    else return;
    event.preventDefault();
  });
  const go = (row: HTMLTableRowElement | null) => {
    const tensor = check.tensors.find(({ name }) => name === row?.dataset.name);
    reveal(context, tensor?.location ?? null);
  };

  draw();
  return {
    element,
    select(name) {
      selected = name;
      if (name !== null && !rowOf(name)) {
        context.save({ allTensors: true });
        draw();
      } else mark();
    },
  };
}

function headCell(
  column: Column,
  sort: { readonly key: SortKey; readonly descending: boolean },
  sortBy: (key: SortKey) => void,
): HTMLElement {
  const { key, title, className } = column;
  const sorted = key !== null && key === sort.key;
  return h(
    'th',
    {
      scope: 'col',
      class: className,
      'aria-sort': sorted ? (sort.descending ? 'descending' : 'ascending') : null,
    },
    key === null
      ? title
      : h(
          'button',
          { type: 'button', 'data-key': key, onclick: () => sortBy(key) },
          title,
          sorted && h('span', { class: 'arrow', 'aria-hidden': 'true' }, sort.descending ? ' ↓' : ' ↑'),
        ),
  );
}

function tensorRow(tensor: TensorReport, columns: readonly Column[]): HTMLTableRowElement {
  const row = h(
    'tr',
    { tabindex: -1 },
    ...columns.map((column, i) =>
      h(
        i === 0 ? 'th' : 'td',
        { class: column.className, scope: i === 0 ? 'row' : null },
        column.cell(tensor),
      ),
    ),
  );
  row.dataset.name = tensor.name;
  return row;
}

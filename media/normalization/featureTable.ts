import { normalizationKinds } from '../../src/core/normalization/verdicts';
import { count, counted } from '../../src/core/format';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { allColumns, gridCell, headCell } from '../shared/columns';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { columnsFor } from './featureColumns';
import { featureDetail } from './featureDetail';
import type { Features } from './features';
import { filteredFeatures, sortedFeatures, type SortKey } from './sorting';
import { virtualGrid } from '../shared/virtualGrid';
import { kindWord } from './words';

/** The main picture: all features, the worst first, sorted and filtered as the reader likes. */
export interface FeatureTable {
  readonly element: HTMLElement;
  /** The features as they are shown. */
  readonly order: Uint32Array;
}

export function featureTable(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
): FeatureTable {
  const columns = columnsFor(features);
  const head = h('div', { role: 'row', class: 'grid-row', 'aria-rowindex': 1 });
  const rowHeight = Math.round(2.3 * (parseFloat(getComputedStyle(document.body).fontSize) || 13));
  let sorted = report.worstFirst;
  let order = sorted;

  const grid = virtualGrid({
    label: 'Features',
    head,
    columns: columns.length,
    rowHeight,
    mostRows: 14,
    row: (row) => columns.map((column) => gridCell(column, order[row]!)),
    toggle: (row) => {
      const feature = order[row]!;
      context.save({ expanded: context.saved.expanded === feature ? null : feature });
      expand();
      grid.element.focus({ preventScroll: true });
      grid.goTo(row);
    },
  });
  grid.element.style.setProperty('--all-columns', allColumns(columns));

  const expand = () => {
    const { expanded } = context.saved;
    const row = expanded === null ? -1 : order.indexOf(expanded);
    grid.open(row, expanded === null || row < 0 ? null : featureDetail(context, report, features, expanded));
  };
  const told = h('p', { class: 'quiet number', role: 'status' });
  const none = h(
    'p',
    { class: 'nothing' },
    'No feature is like that. ',
    h('button', { type: 'button', class: 'link', onclick: () => clear() }, 'Show all features'),
  );
  const show = () => {
    order = filteredFeatures(sorted, features, context.saved.filter);
    told.textContent =
      order.length === features.count
        ? counted(features.count, 'feature')
        : `${count(order.length)} of ${counted(features.count, 'feature')}`;
    none.hidden = order.length > 0;
    grid.element.hidden = order.length === 0;
    const at = context.saved.expanded === null ? -1 : order.indexOf(context.saved.expanded);
    grid.open(-1, null);
    grid.show(order.length, at);
    if (at >= 0) expand();
  };
  const sort = () => {
    const { key, descending } = context.saved.sort;
    sorted = sortedFeatures(features, report.worstFirst, key, descending);
    head.replaceChildren(...columns.map((column) => headCell(column, context.saved.sort, sortBy)));
  };
  const sortBy = (key: SortKey) => {
    const now = context.saved.sort;
    // A third click goes back to the worst first.
    const first = key !== 'name' && key !== 'kind';
    const next =
      now.key !== key
        ? { key, descending: first }
        : now.descending === first
          ? { key, descending: !first }
          : { key: 'worst' as const, descending: false };
    context.save({ sort: next });
    sort();
    show();
    head.querySelector<HTMLElement>(`[data-key=${key}]`)?.focus();
  };
  const bar = filterBar(context, report, features, show);
  const clear = () => {
    context.save({ filter: { text: '', kind: null, differing: false } });
    bar.update();
    show();
  };
  const element = h(
    'section',
    { class: 'features', 'aria-label': 'Features' },
    h('div', { class: 'filters' }, bar.element, told),
    grid.element,
    none,
  );
  sort();
  show();
  return {
    element,
    get order() {
      return order;
    },
  };
}

function filterBar(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
  changed: () => void,
): { readonly element: HTMLElement; update(): void } {
  const change = (part: Partial<PanelContext['saved']['filter']>) => {
    context.save({ filter: { ...context.saved.filter, ...part } });
    changed();
  };
  const text = h('input', {
    type: 'search',
    class: 'field',
    placeholder: 'Filter features',
    'aria-label': 'Filter features by name or number',
    oninput: () => change({ text: text.value }),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || text.value === '') return;
      event.preventDefault();
      text.value = '';
      change({ text: '' });
    },
  });
  const there = normalizationKinds.filter((_, k) => report.overall.counts[k]! > 0);
  const kind = h(
    'select',
    {
      class: 'field',
      'aria-label': 'Kind',
      onchange: () => change({ kind: normalizationKinds.find((name) => name === kind.value) ?? null }),
    },
    h('option', { value: '' }, 'every kind'),
    ...there.map((name) =>
      h(
        'option',
        { value: name },
        `${kindWord(name).word} (${count(report.overall.counts[normalizationKinds.indexOf(name)]!)})`,
      ),
    ),
  );
  const differing = h(
    'button',
    {
      type: 'button',
      class: 'toggle',
      onclick: () => {
        change({ differing: !context.saved.filter.differing });
        update();
      },
    },
    'differs between splits',
  );
  const update = () => {
    const { filter } = context.saved;
    text.value = filter.text;
    kind.value = filter.kind ?? '';
    differing.setAttribute('aria-pressed', String(filter.differing));
  };
  update();
  const few = features.count <= 1;
  return {
    element: h(
      'div',
      { class: 'filter', role: 'search', 'aria-label': 'Which features to show', hidden: few },
      text,
      there.length > 1 && kind,
      report.mismatches.length > 0 && differing,
    ),
    update,
  };
}

import { decimal, scientific } from '../../src/core/format';
import type { CheckReport, Report } from '../../src/protocol/report';
import { largestDifference, placeOfCheck } from '../../src/protocol/summary';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { lineLink, reveal } from '../shared/controls';
import { verdict } from './controls';
import { isOverTime, momentName } from '../../src/protocol/moments';
import { nameOfCheck } from './moments';

/** One row for each check of a file: its layers, or its moments side by side. The chosen one is shown below. */
export interface ChecksTable {
  readonly element: HTMLElement;
  select(index: number): void;
}

export function checksTable(
  context: PanelContext,
  report: Report,
  choose: (index: number) => void,
): ChecksTable {
  const body = h('tbody');
  const overTime = isOverTime(report);
  const columns = overTime ? momentColumns(context, report) : layerColumns(context, report);
  const table = h(
    'table',
    { class: 'tensors checks', role: 'grid', 'aria-label': overTime ? 'Moments of the check' : 'Checks' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...columns.map(({ className, title }) => h('th', { scope: 'col', class: className }, title)),
      ),
    ),
    body,
  );
  body.append(
    ...report.checks.map((check) =>
      h(
        'tr',
        { tabindex: -1 },
        ...columns.map(({ className, cell }, i) =>
          h(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: className }, cell(check)),
        ),
      ),
    ),
  );

  const rows = () => [...body.rows];
  const select = (index: number) => {
    for (const [i, one] of rows().entries()) {
      one.setAttribute('aria-selected', String(i === index));
      one.tabIndex = i === index ? 0 : -1;
    }
  };
  const go = (index: number) => {
    const check = report.checks[index];
    if (check) reveal(context, placeOfCheck(report, check));
  };
  const indexOf = (target: EventTarget | null) =>
    rows().findIndex((one) => one === (target as Element).closest('tr'));
  body.addEventListener('click', (event) => {
    const index = indexOf(event.target);
    if (index >= 0) choose(index);
  });
  body.addEventListener('dblclick', (event) => go(indexOf(event.target)));
  body.addEventListener('keydown', (event) => {
    const at = indexOf(event.target);
    if (at < 0 || (event.target !== rows()[at] && event.key === 'Enter')) return;
    const last = report.checks.length - 1;
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last };
    const next = moves[event.key];
    if (next !== undefined) {
      choose(Math.min(last, Math.max(0, next)));
      rows()[Math.min(last, Math.max(0, next))]?.focus();
    } else if (event.key === 'Enter') go(at);
    else if (event.key === ' ') choose(at);
    else return;
    event.preventDefault();
  });
  return {
    element: h('div', { class: 'tensor-table checks-table' }, h('div', { class: 'scroller' }, table)),
    select,
  };
}

interface Column {
  readonly className: string;
  readonly title: string;
  readonly cell: (check: CheckReport) => Node | string;
}

function layerColumns(context: PanelContext, report: Report): readonly Column[] {
  const title = report.checks[0]?.subject === 'model' ? 'check' : 'layer';
  return [
    { className: 'name', title, cell: nameOfCheck },
    verdictColumn,
    { className: 'number', title: 'relative difference', cell: largest },
    {
      className: 'number wide',
      title: 'gradients',
      cell: ({ tensors }) => (tensors.length === 0 ? '–' : String(tensors.length)),
    },
    { ...lineColumn(context, report), className: 'number line' },
  ];
}

function momentColumns(context: PanelContext, report: Report): readonly Column[] {
  return [
    { className: 'name', title: 'moment', cell: ({ at }) => momentName(at) },
    verdictColumn,
    { className: 'number', title: 'largest relative difference', cell: largest },
    { className: 'number', title: 'cost J', cell: ({ cost }) => decimal(cost, 4) },
    { ...lineColumn(context, report), className: 'number line wide' },
  ];
}

const verdictColumn: Column = {
  className: 'verdict',
  title: 'verdict',
  cell: (check) => verdict(check.verdict, 0, check.expected),
};

function lineColumn(context: PanelContext, report: Report): Omit<Column, 'className'> {
  return {
    title: 'line',
    cell: (check) => {
      const place = placeOfCheck(report, check);
      return place ? lineLink(context, place, report.file, true) : '–';
    },
  };
}

function largest(check: CheckReport): string {
  const value = largestDifference(check);
  return Number.isNaN(value) ? '–' : scientific(value);
}

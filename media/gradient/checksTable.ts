import { scientific } from '../../src/core/format';
import { momentText } from '../../src/core/gradient/moment';
import type { Report } from '../../src/protocol/report';
import { largestDifference, placeOfCheck } from '../../src/protocol/summary';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { lineLink, reveal } from '../shared/controls';
import { verdict } from './controls';

/** One row for each check of a file; the chosen one is shown below. */
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
  const titles = [
    ['name', report.checks[0]?.subject === 'model' ? 'check' : 'layer'],
    ['verdict', 'verdict'],
    ['number', 'relative difference'],
    ['number wide', 'gradients'],
    ['number line', 'line'],
  ] as const;
  const table = h(
    'table',
    { class: 'tensors checks', role: 'grid', 'aria-label': 'Checks' },
    h(
      'thead',
      {},
      h('tr', {}, ...titles.map(([name, title]) => h('th', { scope: 'col', class: name }, title))),
    ),
    body,
  );
  body.append(...report.checks.map((_, index) => row(context, report, index)));

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

function row(context: PanelContext, report: Report, index: number): HTMLTableRowElement {
  const check = report.checks[index]!;
  const place = placeOfCheck(report, check);
  const largest = largestDifference(check);
  const where = momentText(check.at);
  return h(
    'tr',
    { tabindex: -1 },
    h('th', { scope: 'row', class: 'name' }, where === '' ? check.subject : `${check.subject} ${where}`),
    h('td', { class: 'verdict' }, verdict(check.verdict, 0, check.expected)),
    h('td', { class: 'number' }, Number.isNaN(largest) ? '–' : scientific(largest)),
    h('td', { class: 'number wide' }, check.tensors.length === 0 ? '–' : String(check.tensors.length)),
    h('td', { class: 'number line' }, place ? lineLink(context, place, report.file, true) : '–'),
  );
}

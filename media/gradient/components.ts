import type { MismatchedComponent, TensorReport } from '../../src/protocol/report';
import { h } from '../shared/dom';
import { count, decimal, indexText, ratio } from '../../src/core/format';
import { ravel } from './cells';
import type { Cursor } from './cursor';

const first = 5;
const most = 100;

/** The worst components in numbers; a row moves the cursor of the pictures. */
export function componentTable(tensor: TensorReport, cursor: Cursor): HTMLElement | null {
  const { components, count: wrong, exact } = tensor.mismatched;
  if (components.length === 0) return null;
  const body = h('tbody');
  const more = h('button', { type: 'button', class: 'link more' });
  const reach = Math.min(most, components.length);
  let shown = Math.min(first, reach);
  const draw = () => {
    body.replaceChildren(...components.slice(0, shown).map((component) => row(component, tensor, cursor)));
    more.hidden = reach <= first;
    more.textContent = shown === reach ? `Show only ${first}` : `Show the ${reach} worst`;
  };
  more.addEventListener('click', () => {
    shown = shown === reach ? Math.min(first, reach) : reach;
    draw();
  });
  body.addEventListener('keydown', (event) => {
    const rows = [...body.rows];
    const at = rows.indexOf(event.target as HTMLTableRowElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
  });
  draw();
  const all = tensor.shape.reduce((product, length) => product * length, 1);
  const aside = `${exact ? '' : 'at least '}${count(wrong)} of ${count(all)} ${all === 1 ? 'component disagrees' : 'components disagree'}`;
  return h(
    'div',
    { class: 'components' },
    h('h3', {}, 'Worst components', h('span', { class: 'aside' }, aside)),
    h(
      'div',
      { class: 'scroller' },
      h(
        'table',
        { 'aria-label': `Worst components of ${tensor.name}` },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...['index', 'computed', 'numerical', 'difference', 'ratio'].map((title) =>
              h('th', { scope: 'col' }, title),
            ),
          ),
        ),
        body,
      ),
    ),
    more,
  );
}

function row(
  { index, computed, numerical }: MismatchedComponent,
  tensor: TensorReport,
  cursor: Cursor,
): HTMLElement {
  const at = ravel(index, tensor.shape);
  const point = () => cursor.move(at < 0 ? null : at, 'components');
  const values = [
    decimal(computed),
    decimal(numerical),
    decimal(computed - numerical),
    ratio(computed, numerical),
  ];
  return h(
    'tr',
    { tabindex: 0, onfocus: point, onpointerenter: point },
    h('th', { scope: 'row', class: 'number' }, indexText(index)),
    ...values.map((value) => h('td', { class: 'number' }, value)),
  );
}

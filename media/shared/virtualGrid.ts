import { h, onWidth, uniqueId } from './dom';
import { type Rows, rowForKey, rowsInSight, rowTop, scrollFor, totalHeight } from './windowing';

/** A table of which only the rows in sight are in the document, so that it may have any number of them. */
export interface VirtualGrid {
  readonly element: HTMLElement;
  /** Shows other rows, from the top, or the same again. */
  show(count: number, active: number): void;
  /** Opens a row and shows `content` beneath it; −1 closes. */
  open(row: number, content: HTMLElement | null): void;
  /** Makes a row the active one and scrolls to it. */
  goTo(row: number): void;
}

export interface GridOptions {
  readonly label: string;
  /** The cells of the head, as column headers. */
  readonly head: HTMLElement;
  readonly columns: number;
  readonly rowHeight: number;
  /** Rows that the table shows at most, without what is beneath an open one. */
  readonly mostRows: number;
  /** Makes the cells of a row. */
  row(row: number): readonly HTMLElement[];
  /** Enter, Space or a click on a row. */
  toggle(row: number): void;
}

/** Rows kept beyond those in sight, so that a scrolled picture is never empty. */
const spare = 5;

export function virtualGrid(options: GridOptions): VirtualGrid {
  const { label, head, columns, rowHeight, mostRows } = options;
  const id = uniqueId('row');
  const body = h('div', { class: 'grid-body', role: 'rowgroup' });
  const element = h(
    'div',
    { class: 'grid', role: 'grid', tabindex: 0, 'aria-label': label, 'aria-colcount': columns },
    h('div', { class: 'grid-head', role: 'rowgroup' }, head),
    body,
  );
  element.style.setProperty('--row', `${rowHeight}px`);
  const made = new Map<number, HTMLElement>();
  let rows: Rows = { count: 0, height: rowHeight, open: -1, extra: 0 };
  let active = 0;
  let detail: HTMLElement | null = null;
  /** What is beneath the open row is kept in sight while its charts fill in, until the reader goes elsewhere. */
  let following = false;

  /** Grows with what is beneath the open row, so that this can be seen whole, with a row above and two below. */
  const tallest = () => Math.max(mostRows * rowHeight, rows.extra + 4 * rowHeight);
  const viewport = () => element.clientHeight - head.offsetHeight;
  const place = (node: HTMLElement, top: number) => (node.style.transform = `translateY(${top}px)`);
  const make = (row: number): HTMLElement => {
    const node = h(
      'div',
      { role: 'row', id: `${id}-${row}`, class: 'grid-row', 'aria-rowindex': row + 2, 'data-row': row },
      ...options.row(row),
    );
    return node;
  };
  const mark = () => {
    for (const [row, node] of made) {
      node.classList.toggle('active', row === active);
      node.setAttribute('aria-expanded', String(row === rows.open));
    }
    if (made.has(active)) element.setAttribute('aria-activedescendant', `${id}-${active}`);
    else element.removeAttribute('aria-activedescendant');
  };
  /** Brings the document in line with what is in sight. */
  const draw = () => {
    const { from, to } = rowsInSight(rows, element.scrollTop, Math.max(viewport(), tallest()), spare);
    for (const [row, node] of made)
      if (row < from || row >= to) {
        node.remove();
        made.delete(row);
      }
    for (let row = from; row < to; row++) {
      let node = made.get(row);
      if (!node) {
        node = make(row);
        made.set(row, node);
        body.append(node);
      }
      place(node, rowTop(rows, row));
    }
    if (detail) place(detail, rowTop(rows, rows.open) + rowHeight);
    mark();
  };
  const fit = () => {
    const total = totalHeight(rows);
    body.style.height = `${total}px`;
    element.style.maxHeight = `${tallest() + head.offsetHeight + 2}px`;
    element.setAttribute('aria-rowcount', String(rows.count + 1));
  };
  const goTo = (row: number) => {
    active = row;
    element.scrollTop = scrollFor(rows, row, element.scrollTop, viewport());
    draw();
  };

  let waiting = false;
  element.addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  });
  element.addEventListener('keydown', (event) => {
    if (event.target !== element || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(viewport() / rowHeight) - 1);
    const next = rowForKey(event.key, active, rows.count, page);
    if (next !== null) goTo(next);
    else if ((event.key === 'Enter' || event.key === ' ') && rows.count > 0) options.toggle(active);
    else return;
    event.preventDefault();
  });
  body.addEventListener('click', (event) => {
    const node = (event.target as Element).closest<HTMLElement>('.grid-row');
    if (!node || getSelection()?.isCollapsed === false) return;
    active = Number(node.dataset.row);
    options.toggle(active);
  });
  const watch = new ResizeObserver(() => {
    if (!detail?.isConnected) return;
    const extra = detail.offsetHeight;
    if (extra === rows.extra) return;
    rows = { ...rows, extra };
    fit();
    if (following) goTo(active);
    else draw();
  });
  for (const event of ['wheel', 'pointerdown', 'keydown'])
    element.addEventListener(event, () => (following = false), { passive: true, capture: true });
  onWidth(element, (width) => {
    element.style.setProperty('--viewport', `${width}px`);
    fit();
    draw();
  });

  return {
    element,
    show(count, row) {
      for (const node of made.values()) node.remove();
      made.clear();
      rows = { ...rows, count };
      fit();
      active = Math.min(Math.max(0, row), Math.max(0, count - 1));
      element.scrollTop = scrollFor(rows, active, active === 0 ? 0 : element.scrollTop, viewport());
      draw();
    },
    open(row, content) {
      detail?.remove();
      watch.disconnect();
      detail = null;
      rows = { ...rows, open: row, extra: 0 };
      if (content && row >= 0) {
        detail = h(
          'div',
          { class: 'grid-detail', role: 'row', 'aria-rowindex': row + 2 },
          h('div', { role: 'gridcell', 'aria-colspan': columns, class: 'grid-detail-content' }, content),
        );
        body.append(detail);
        rows = { ...rows, extra: detail.offsetHeight };
        watch.observe(detail);
        following = row === active;
      }
      fit();
      draw();
    },
    goTo,
  };
}

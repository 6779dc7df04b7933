import { h, onWidth, s } from '../shared/dom';
import { csv } from '../shared/csv';
import { menuButton } from '../shared/menu';
import { copyPng, svgText } from '../shared/picture';
import type { PanelContext } from './context';

/** A point that can be read out, at a pixel of the drawing. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface DrawnChart {
  readonly svg: SVGSVGElement;
  /** In the order in which the arrow keys go through them. */
  readonly points: readonly ChartPoint[];
}

export interface ChartOptions {
  /** Part of the name of a saved file, e.g. "eigenvalues". */
  readonly name: string;
  readonly title: string;
  /** What it shows, for a screen reader: one sentence. */
  readonly label: string;
  draw(width: number): DrawnChart;
  /** The same numbers, unrounded; the first row is the head. */
  table(): readonly (readonly (string | number)[])[];
  /** The numbers as a reader sees them in the table behind the chart; as they are if left out. */
  readable?(value: string | number): string;
}

/** Rows of the table behind a chart; the CSV has all of them. */
const mostRows = 500;

/** A chart with its title, a read-out that keys and the pointer move, the table behind it, and what can be saved. */
export function chart(context: PanelContext, options: ChartOptions): HTMLElement & { redraw(): void } {
  const { name, title, label } = options;
  let drawn: DrawnChart | null = null;
  let lastWidth = 0;
  let at = -1;
  const readOut = h('p', { class: 'read-out', 'aria-live': 'polite' });
  const ring = s('circle', { class: 'cursor', r: 7, 'data-transient': true, hidden: true });
  const picture = h('div', {
    class: 'chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label': `${label} Left and right arrows read the points; the table below has the same numbers.`,
  });
  const show = (next: number) => {
    at = next;
    const point = drawn?.points[at];
    ring.toggleAttribute('hidden', !point);
    const hint = picture.matches(':focus-visible') ? 'Left and right arrows read the points.' : '';
    readOut.textContent = point?.text ?? hint;
    readOut.classList.toggle('quiet', !point);
    if (!point) return;
    ring.setAttribute('cx', String(point.x));
    ring.setAttribute('cy', String(point.y));
  };
  const draw = (width: number) => {
    lastWidth = width;
    drawn = options.draw(width);
    drawn.svg.setAttribute('aria-hidden', 'true');
    drawn.svg.append(ring);
    picture.replaceChildren(drawn.svg);
    show(at);
  };
  picture.addEventListener('pointermove', (event) => show(nearest(drawn, picture, event)));
  for (const left of ['pointerleave', 'focus', 'blur']) picture.addEventListener(left, () => show(-1));
  picture.addEventListener('keydown', (event) => {
    const last = (drawn?.points.length ?? 0) - 1;
    const step = event.ctrlKey ? 10 : 1;
    const moves: Record<string, number> = {
      ArrowRight: at + step,
      ArrowDown: at + step,
      ArrowLeft: at - step,
      ArrowUp: at - step,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    show(Math.min(last, Math.max(0, next)));
  });
  onWidth(picture, draw);

  const save = (extension: string, text: string) =>
    context.send({ type: 'save', name: `${stem(context.saved.file)}-${name}.${extension}`, text });
  const menu = menuButton(`Save or copy: ${title}`, '⋯', () => [
    { label: 'Save chart as SVG…', run: () => drawn && save('svg', svgText(drawn)) },
    {
      label: 'Copy chart as PNG',
      run: () => {
        if (!drawn) return;
        copyPng(drawn).then(
          () => (readOut.textContent = 'Copied the chart.'),
          () => (readOut.textContent = 'The chart could not be copied here. Save it as SVG instead.'),
        );
      },
    },
    { label: 'Save table as CSV…', run: () => save('csv', csv(options.table())) },
  ]);
  const element = h(
    'figure',
    { class: 'chart-figure', 'aria-label': title },
    h('div', { class: 'picture-head' }, h('h3', {}, title), menu),
    picture,
    readOut,
    tableBehind(options),
  );
  return Object.assign(element, {
    redraw() {
      at = -1;
      if (lastWidth > 0) draw(lastWidth);
    },
  });
}

/** Made when it is opened, because it can be long. */
function tableBehind({ title, table, readable = String }: ChartOptions): HTMLElement {
  const place = h('div', { class: 'scroller' });
  const details = h('details', { class: 'behind' }, h('summary', {}, 'Table'), place);
  details.addEventListener('toggle', () => {
    if (!details.open) return;
    const [head = [], ...rows] = table();
    const cells = (row: readonly (string | number)[]) =>
      row.map((value, i) =>
        i === 0
          ? h('th', { scope: 'row' }, readable(value))
          : h('td', { class: 'number' }, typeof value === 'number' ? readable(value) : value),
      );
    place.replaceChildren(
      h(
        'table',
        { 'aria-label': title },
        h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, String(text))))),
        h('tbody', {}, ...rows.slice(0, mostRows).map((row) => h('tr', {}, ...cells(row)))),
      ),
      ...(rows.length > mostRows
        ? [
            h(
              'p',
              { class: 'note' },
              `The first ${mostRows} rows; saved as CSV, the table has all ${rows.length}.`,
            ),
          ]
        : []),
    );
  });
  return details;
}

function nearest(drawn: DrawnChart | null, picture: HTMLElement, event: PointerEvent): number {
  const box = picture.getBoundingClientRect();
  let best = -1;
  let bestDistance = 40;
  drawn?.points.forEach(({ x, y }, i) => {
    const distance = Math.hypot(x - (event.clientX - box.left), y - (event.clientY - box.top));
    if (distance < bestDistance) [best, bestDistance] = [i, distance];
  });
  return best;
}

/** `model` of `/home/ada/model.py`. */
export function stem(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
}

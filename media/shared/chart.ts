import { csv } from './csv';
import { h, onWidth, s } from './dom';
import { markdownTable } from './markdown';
import { menuButton } from './menu';
import { copyPng, type Picture, svgText } from './picture';

/** The part of a panel's context that charts need. */
export interface Charting {
  /** The file that names of saved pictures begin with. */
  readonly saved: { readonly file: string };
  send(message: { readonly type: 'save'; readonly name: string; readonly text: string }): void;
  /** Puts a text on the clipboard; without it, tables are only saved. */
  copy?(text: string): void;
}

/** A point that can be read out, at a pixel of the drawing. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** What Enter and a double click do. */
  readonly go?: (() => void) | undefined;
}

/** How keys and the pointer go through a drawing, where it is not point by point. Positions are numbers from 0. */
export interface Reader {
  point(at: number): ChartPoint;
  /** Where the pointer is, in pixels of the drawing; −1 for nowhere. */
  under(x: number, y: number): number;
  /** Where a key leads from `at` (−1: from nowhere); null for a key that does not move. */
  step(at: number, key: string, far: boolean): number | null;
  /** The cursor is a vertical line from top to bottom instead of a ring. */
  readonly rule?: { readonly top: number; readonly bottom: number };
}

export type DrawnChart = Picture &
  (
    | {
        /** In the order in which the arrow keys go through them. */
        readonly points: readonly ChartPoint[];
      }
    | { readonly reader: Reader }
  );

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
  /** Controls beside the menu. */
  readonly controls?: HTMLElement | null;
}

/** Rows of the table behind a chart; the CSV has all of them. */
const mostRows = 500;

/** A chart with its title, a read-out that keys and the pointer move, the table behind it, and what can be saved. */
export function chart(context: Charting, options: ChartOptions): HTMLElement & { redraw(): void } {
  const { name, title, label } = options;
  let drawn: DrawnChart | null = null;
  let reader: Reader | null = null;
  let lastWidth = 0;
  let at = -1;
  const readOut = h('p', { class: 'read-out', 'aria-live': 'polite' });
  const ring = s('circle', { class: 'cursor', r: 7, 'data-transient': true });
  const rule = s('line', { class: 'cursor', 'data-transient': true });
  const picture = h('div', {
    class: 'chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label': `${label} Left and right arrows read the points; the table below has the same numbers.`,
  });
  const show = (next: number) => {
    at = next;
    const point = reader && at >= 0 ? reader.point(at) : null;
    ring.toggleAttribute('hidden', !point || reader?.rule !== undefined);
    rule.toggleAttribute('hidden', !point || reader?.rule === undefined);
    const hint = picture.matches(':focus-visible') ? 'Left and right arrows read the points.' : '';
    readOut.textContent = point?.text ?? hint;
    readOut.classList.toggle('quiet', !point);
    picture.classList.toggle('leads', point?.go !== undefined);
    if (!point) return;
    ring.setAttribute('cx', String(point.x));
    ring.setAttribute('cy', String(point.y));
    if (!reader?.rule) return;
    const line = { x1: point.x, x2: point.x, y1: reader.rule.top, y2: reader.rule.bottom };
    for (const [key, value] of Object.entries(line)) rule.setAttribute(key, String(value));
  };
  const draw = (width: number) => {
    lastWidth = width;
    drawn = options.draw(width);
    reader = 'reader' in drawn ? drawn.reader : pointsReader(drawn.points);
    drawn.svg.setAttribute('aria-hidden', 'true');
    drawn.svg.append(ring, rule);
    picture.replaceChildren(...(drawn.canvas ? [drawn.canvas.element] : []), drawn.svg);
    show(at);
  };
  picture.addEventListener('pointermove', (event) => {
    const box = picture.getBoundingClientRect();
    show(reader?.under(event.clientX - box.left, event.clientY - box.top) ?? -1);
  });
  for (const left of ['pointerleave', 'focus', 'blur']) picture.addEventListener(left, () => show(-1));
  const go = () => (reader && at >= 0 ? reader.point(at).go?.() : undefined);
  picture.addEventListener('dblclick', go);
  picture.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') return go();
    const next = reader?.step(at, event.key, event.ctrlKey) ?? null;
    if (next === null) return;
    event.preventDefault();
    show(next);
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
    ...(context.copy
      ? [{ label: 'Copy table as Markdown', run: () => context.copy?.(markdownTable(options.table())) }]
      : []),
  ]);
  const element = h(
    'figure',
    { class: 'chart-figure', 'aria-label': title },
    h(
      'div',
      { class: 'picture-head' },
      h('h3', {}, title),
      h('div', { class: 'picture-controls' }, options.controls, menu),
    ),
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

/** Where arrows, Home and End lead in a row of `length`; from nowhere to its beginning. */
export function stepAlong(at: number, key: string, far: boolean, length: number): number | null {
  const step = far ? 10 : 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: at + step,
    ArrowDown: at + step,
    ArrowLeft: at - step,
    ArrowUp: at - step,
    Home: 0,
    End: length - 1,
  };
  const next = moves[key];
  return next === undefined || length === 0 ? null : Math.min(length - 1, Math.max(0, next));
}

function pointsReader(points: readonly ChartPoint[]): Reader {
  return {
    point: (at) => points[at]!,
    under(x, y) {
      let best = -1;
      let bestDistance = 40;
      points.forEach((point, i) => {
        const distance = Math.hypot(point.x - x, point.y - y);
        if (distance < bestDistance) [best, bestDistance] = [i, distance];
      });
      return best;
    },
    step: (at, key, far) => stepAlong(at, key, far, points.length),
  };
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

/** `model` of `/home/ada/model.py`. */
export function stem(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
}

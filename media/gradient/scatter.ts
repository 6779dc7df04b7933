import { count, counted } from '../../src/core/format';
import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { h, onWidth } from '../shared/dom';
import type { Picture } from '../shared/picture';
import { ravel } from './cells';
import { type Cursor, readOut } from './cursor';
import { choosePoints, type Points } from './points';
import { type Drawn, drawScatter, type PointClass } from './scatterDrawing';

/** Computed against numerical gradient, with the line on which a right gradient lies. */
export interface Scatter {
  readonly element: HTMLElement;
  picture(): Picture | null;
}

export function scatter(tensor: TensorReport, arrays: TensorArrays, cursor: Cursor, go: () => void): Scatter {
  const kinks = new Set(arrays.kinkIndices);
  const checked = tensor.coverage?.checked ?? null;
  const points = choosePoints(arrays.computed, arrays.numerical, checked);
  if (points.shown.length === 0) return nothingMeasured(points);
  const chart = h('div', {
    class: 'chart scatter-chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'scatter plot',
    'aria-label':
      `Computed against numerical gradient of ${tensor.name}, ${points.shown.length} components. ` +
      'Left and right arrows move along the numerical gradient, Enter goes to the line.',
  });
  const hint = 'Point at a dot, or move with the arrow keys.';
  const element = h(
    'figure',
    {},
    chart,
    h('p', { class: 'note' }, noteText(points, kinks.size, arrays.computed.length)),
    readOut(cursor, 'scatter', arrays, tensor, hint),
  );
  const off = tensor.verdict === 'wrong' || tensor.verdict === 'suspicious';
  const wrong = new Set(tensor.mismatched.components.map(({ index }) => ravel(index, tensor.shape)));
  const wrongWhole = tensor.mismatched.count > wrong.size; // the list is cut: colour by size of the error instead
  const classOf = (flat: number): PointClass =>
    kinks.has(flat) ? 'kink' : off && (wrongWhole || wrong.has(flat)) ? 'wrong' : 'normal';
  let plot: Drawn | null = null;

  const placeCursor = (at: number | null) => {
    const circle = plot?.svg.querySelector('.cursor');
    if (!circle || !plot) return;
    const [numerical, computed] = at === null ? [NaN, NaN] : [arrays.numerical[at]!, arrays.computed[at]!];
    const there = Number.isFinite(numerical) && Number.isFinite(computed);
    circle.toggleAttribute('hidden', !there);
    if (!there) return;
    circle.setAttribute('cx', String(plot.x(numerical)));
    circle.setAttribute('cy', String(plot.y(computed)));
  };
  const nearest = (event: MouseEvent): number | null => {
    if (!plot) return null;
    const box = chart.getBoundingClientRect();
    let best: number | null = null;
    let bestDistance = 20;
    for (const flat of points.shown) {
      const dx = plot.x(arrays.numerical[flat]!) - (event.clientX - box.left);
      const dy = plot.y(arrays.computed[flat]!) - (event.clientY - box.top);
      const distance = Math.hypot(dx, dy);
      if (distance < bestDistance) [best, bestDistance] = [flat, distance];
    }
    return best;
  };

  let pinned: number | null = null;
  chart.addEventListener('pointermove', (event) => cursor.move(nearest(event), 'scatter'));
  chart.addEventListener('pointerleave', () => cursor.move(pinned, 'scatter'));
  chart.addEventListener('click', (event) => (pinned = nearest(event)));
  chart.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') return go();
    const last = points.shown.length - 1;
    const at = cursor.at === null ? -1 : points.shown.indexOf(cursor.at);
    const step = event.ctrlKey ? 10 : 1;
    const moves: Record<string, number> = {
      ArrowRight: at + step,
      ArrowUp: at + step,
      ArrowLeft: at - step,
      ArrowDown: at - step,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    pinned = points.shown[Math.min(last, Math.max(0, next))] ?? null;
    cursor.move(pinned, 'scatter');
  });
  cursor.watch(placeCursor);
  onWidth(chart, (width) => {
    plot = drawScatter(tensor, arrays, points, classOf, width);
    chart.replaceChildren(plot.svg);
    placeCursor(cursor.at);
  });
  return { element, picture: () => plot && { svg: plot.svg } };
}

function nothingMeasured({ measured }: Points): Scatter {
  const why =
    measured === 0
      ? 'No component was checked by itself, so that there is none to draw.'
      : 'None of the components is finite, so that there is none to draw.';
  return { element: h('figure', {}, h('p', { class: 'note' }, why)), picture: () => null };
}

function noteText({ shown, measured, finite, notFinite }: Points, kinks: number, size: number): string {
  const notes: string[] = [];
  if (measured < size)
    notes.push(
      `The ${count(measured)} of ${counted(size, 'component')} that ${measured === 1 ? 'was checked by itself' : 'were checked one by one'}.`,
    );
  if (shown.length < finite)
    notes.push(
      `${count(shown.length)} of ${count(finite)} components: the worst, and an even choice of the others.`,
    );
  if (kinks > 0) notes.push('Hollow: at a kink.');
  if (notFinite > 0) notes.push(`${count(notFinite)} not finite and left out.`);
  return notes.join(' ');
}

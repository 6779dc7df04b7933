import { scientific } from '../../src/core/format';
import type { CheckReport, TensorReport } from '../../src/protocol/report';
import { h, onWidth } from '../shared/dom';
import type { Picture } from '../shared/picture';
import { baselineY, drawAxis, laneY, textWidth } from './axisDrawing';
import { type AxisItem, axisScale, type PlacedItem, placeItems } from './axisLayout';
import { verdict } from './controls';

/** The main picture: every tensor's relative difference on a log axis, between the thresholds. */
export interface ThresholdAxis {
  readonly element: HTMLElement;
  select(name: string | null): void;
  picture(): Picture | null;
}

export interface AxisActions {
  select(name: string): void;
  /** Enter: to the line. */
  go(name: string): void;
}

export function thresholdAxis(
  check: CheckReport,
  selected: string | null,
  actions: AxisActions,
): ThresholdAxis {
  const crowded = check.tensors.length > 8;
  const items: AxisItem[] = check.tensors.map(
    ({ name, verdict, relativeDifference, interval, resolution }): AxisItem => ({
      name,
      verdict,
      value: relativeDifference,
      // Among many tensors the whiskers of right ones would only be noise; the read-out still has them.
      low: crowded && verdict === 'correct' ? NaN : interval.low,
      high: crowded && verdict === 'correct' ? NaN : interval.high,
      resolution,
    }),
  );
  const readOut = h('p', { class: 'read-out', 'aria-live': 'polite' });
  const chart = h('div', {
    class: 'chart axis-chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'chart',
    'aria-label':
      `Relative difference of ${items.length} tensors on a logarithmic axis. ` +
      'Left and right arrows move through the tensors, Enter goes to the line. The table below has the same numbers.',
  });
  const element = h('figure', { class: 'axis' }, chart, readOut);
  let placed: readonly PlacedItem[] = [];
  let svg: SVGSVGElement | null = null;
  let lastWidth = 0;

  const describe = (name: string | null) => {
    const tensor = check.tensors.find((candidate) => candidate.name === name);
    readOut.replaceChildren(...(tensor ? describeTensor(tensor) : []));
  };
  const draw = (width: number) => {
    lastWidth = width;
    const scale = axisScale(items, [check.relativeDifference], 18, width - 8);
    placed = placeItems(items, scale, {
      from: 2,
      to: scale.hasMissing ? width - 2 : scale.right + 4,
      maxLanes: width < 480 ? 5 : 8,
      textWidth,
    });
    svg = drawAxis({ width, scale, placed, whole: check.relativeDifference, selected });
    chart.replaceChildren(svg);
  };
  const nearest = (event: PointerEvent): PlacedItem | null => {
    const box = chart.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const base = baselineY(box.height);
    let best: PlacedItem | null = null;
    let bestDistance = 22;
    for (const place of placed) {
      const distance = Math.hypot(place.x - x, base - laneY(place.lane) - y);
      if (distance < bestDistance) [best, bestDistance] = [place, distance];
    }
    return best;
  };

  chart.addEventListener('pointermove', (event) => {
    const place = nearest(event);
    chart.classList.toggle('pointing', place !== null);
    describe(place ? place.item.name : selected);
  });
  chart.addEventListener('pointerleave', () => describe(selected));
  chart.addEventListener('click', (event) => {
    const place = nearest(event as PointerEvent);
    if (place) actions.select(place.item.name);
  });
  chart.addEventListener('keydown', (event) => {
    const order = [...placed].sort((a, b) => a.x - b.x || a.lane - b.lane).map(({ item }) => item.name);
    const at = selected === null ? -1 : order.indexOf(selected);
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: order.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      const name = order[Math.min(order.length - 1, Math.max(0, next))];
      if (name) actions.select(name);
    } else if (event.key === 'Enter' && selected !== null) actions.go(selected);
    else return;
    event.preventDefault();
  });
  onWidth(chart, draw);
  describe(selected);
  return {
    element,
    select(name) {
      selected = name;
      describe(name);
      if (lastWidth > 0) draw(lastWidth);
    },
    picture: () => svg && { svg },
  };
}

function describeTensor({
  name,
  verdict: value,
  relativeDifference,
  interval,
  resolution,
  kinks,
  expected,
}: TensorReport): Node[] {
  const [low, high] = [scientific(interval.low), scientific(interval.high)];
  const between = low === high ? '' : ` (between ${low} and ${high})`;
  return [
    h('b', {}, name),
    verdict(value, kinks, expected !== null),
    h('span', { class: 'number' }, `relative difference ${scientific(relativeDifference)}${between}`),
    h('span', { class: 'number quiet' }, `resolution ${scientific(resolution)}`),
  ];
}

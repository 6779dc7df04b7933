import * as Plot from '@observablehq/plot';
import { textbookThresholds, type Verdict } from '../../src/core/gradient/verdict';
import type { CheckReport, TensorReport } from '../../src/protocol/report';
import { h, onWidth, s } from '../shared/dom';
import { power, scientific } from '../../src/core/format';
import { markOf } from '../shared/marks';
import { verdict } from './controls';
import type { Picture } from '../shared/picture';
import { type AxisItem, axisScale, type AxisScale, type PlacedItem, placeItems } from './axisLayout';

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

const laneHeight = 18;
const headHeight = 24;
const footHeight = 34;
const symbols: Readonly<Record<Verdict, Plot.DotOptions['symbol']>> = {
  correct: 'circle',
  suspicious: 'triangle',
  wrong: 'times',
  inconclusive: 'circle',
};

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
      maxLanes: 8,
      textWidth,
    });
    svg = drawAxis(width, scale, placed, check, selected);
    chart.replaceChildren(svg);
  };
  const nearest = (event: PointerEvent): PlacedItem | null => {
    const box = chart.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const base = box.height - footHeight;
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

function laneY(lane: number): number {
  return (lane + 1) * laneHeight + 16;
}

let ruler: CanvasRenderingContext2D | null = null;

/** Width of a label as the chart will set it. */
function textWidth(text: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 7;
  ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

function describeTensor({
  name,
  verdict: value,
  relativeDifference,
  interval,
  resolution,
  kinks,
}: TensorReport): Node[] {
  const [low, high] = [scientific(interval.low), scientific(interval.high)];
  const between = low === high ? '' : ` (between ${low} and ${high})`;
  return [
    h('b', {}, name),
    verdict(value, kinks),
    h('span', { class: 'number' }, `relative difference ${scientific(relativeDifference)}${between}`),
    h('span', { class: 'number quiet' }, `resolution ${scientific(resolution)}`),
  ];
}

function drawAxis(
  width: number,
  scale: AxisScale,
  placed: readonly PlacedItem[],
  check: CheckReport,
  selected: string | null,
): SVGSVGElement {
  const lanes = Math.max(1, ...placed.map(({ lane }) => lane + 1));
  const base = headHeight + laneY(lanes - 1) + 12;
  const height = base + footHeight;
  const y = (lane: number) => base - laneY(lane);
  const { correct, look, wrong } = textbookThresholds;
  const [x7, x5, x3] = [scale.x(correct), scale.x(look), scale.x(wrong)];
  const ends = [scale.hasZero ? 0 : scale.left, scale.right + 1] as const;
  const zones = [
    { from: ends[0], to: x7, verdict: 'correct' },
    { from: x7, to: x3, verdict: 'suspicious' },
    { from: x3, to: ends[1], verdict: 'wrong' },
  ] as const;
  const whole = scale.x(check.relativeDifference);
  const wholeRight = whole < width - 80;
  const focus = placed.find(({ item }) => item.name === selected);
  const text = { fontSize: 12, fill: 'currentColor' } as const;
  const halo = { fontWeight: 600, stroke: 'var(--vscode-editor-background)', strokeWidth: 3 } as const;

  const marks: Plot.Markish[] = [
    ...zones.map(({ from, to, verdict }) =>
      Plot.rect([0], {
        x1: from,
        x2: to,
        y1: headHeight - 4,
        y2: base,
        fill: markOf(verdict).colour,
        fillOpacity: 0.055,
      }),
    ),
    Plot.ruleX([x7, x3], { y1: 2, y2: base, stroke: 'var(--gl-hairline-strong)' }),
    Plot.ruleX([x5], {
      y1: headHeight - 4,
      y2: base,
      stroke: 'var(--gl-hairline-strong)',
      strokeDasharray: '2,3',
    }),
    Plot.ruleY([base], {
      x1: ends[0],
      x2: width - (scale.hasMissing ? 0 : 7),
      stroke: 'currentColor',
      strokeOpacity: 0.55,
    }),
    Plot.ruleX(scale.ticks, { x: 'x', y1: base, y2: base + 4, stroke: 'currentColor', strokeOpacity: 0.55 }),
  ];
  // The rug: what each tensor could have shown at least.
  marks.push(
    Plot.ruleX(placed, {
      x: 'resolution',
      y1: base - 5,
      y2: base,
      stroke: 'var(--gl-quiet)',
      strokeWidth: 1,
    }),
  );
  if (focus) {
    marks.push(
      Plot.ruleX([focus], {
        x: 'x',
        y1: y(focus.lane) + 7,
        y2: base,
        stroke: 'currentColor',
        strokeOpacity: 0.5,
        strokeDasharray: '1,3',
      }),
      Plot.ruleX([focus], {
        x: 'resolution',
        y1: base - 9,
        y2: base,
        stroke: 'currentColor',
        strokeWidth: 2,
      }),
      Plot.dot([focus], {
        x: 'x',
        y: y(focus.lane),
        r: 8.5,
        stroke: 'var(--gl-focus)',
        strokeWidth: 1.5,
        fill: 'none',
      }),
    );
  }
  marks.push(
    Plot.dot([0], {
      x: whole,
      y: base - 14,
      symbol: 'diamond',
      r: 4.5,
      stroke: 'currentColor',
      fill: 'var(--vscode-editor-background)',
      strokeWidth: 1.25,
    }),
    Plot.text(['all of θ'], {
      ...text,
      x: whole,
      y: base - 14,
      dx: wholeRight ? 9 : -9,
      textAnchor: wholeRight ? 'start' : 'end',
      fill: 'var(--gl-quiet)',
    }),
  );
  for (const place of placed) {
    const { colour } = markOf(place.item.verdict);
    const at = y(place.lane);
    const strong = place.item.verdict === 'wrong' || place.item.verdict === 'inconclusive';
    if (place.high - place.low > 1) {
      marks.push(
        Plot.ruleY([at], { x1: place.low, x2: place.high, stroke: colour }),
        // No cap at zero: the interval is open there.
        Plot.ruleX(place.item.low > 0 ? [place.low, place.high] : [place.high], {
          y1: at - 3,
          y2: at + 3,
          stroke: colour,
        }),
      );
    }
    marks.push(
      Plot.dot([0], {
        x: place.x,
        y: at,
        r: 4,
        symbol: symbols[place.item.verdict],
        ...(strong ? { stroke: colour, strokeWidth: 2, fill: 'none' } : { fill: colour }),
      }),
    );
    const label = place.label ?? (place === focus ? (place.x < width / 2 ? 'right' : 'left') : null);
    if (label) {
      const right = label === 'right';
      marks.push(
        Plot.text([place.item.name], {
          ...text,
          x: right
            ? Math.max(place.high, place.x + 5) + (place === focus ? 7 : 4)
            : Math.min(place.low, place.x - 5) - (place === focus ? 7 : 4),
          y: at,
          textAnchor: right ? 'start' : 'end',
          ...(place === focus ? halo : {}),
        }),
      );
    }
  }
  const plot = Plot.plot({
    width,
    height,
    margin: 0,
    x: { type: 'linear', domain: [0, width], range: [0, width], axis: null },
    y: { type: 'linear', domain: [0, height], range: [0, height], axis: null },
    style: { background: 'none', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
    marks,
  }) as SVGSVGElement;
  for (const { from, to, verdict: zone } of zones) {
    const { sign, word, className } = markOf(zone);
    if (to - from < textWidth(`${sign} ${word}`) + 10) continue;
    const at = { x: (from + to) / 2, y: 13, 'text-anchor': 'middle', class: 'zone' };
    plot.append(s('text', at, s('tspan', { class: className }, sign), ` ${word}`));
  }
  for (const tick of scale.ticks) {
    plot.append(s('text', { x: tick.x, y: base + 16, class: 'tick', 'text-anchor': 'middle' }, tick.label));
  }
  plot.append(
    s(
      'text',
      { x: scale.left, y: base + 31, class: 'axis-title', 'text-anchor': 'start' },
      'relative difference',
    ),
    s(
      'text',
      { x: width - 8, y: base + 31, class: 'axis-title', 'text-anchor': 'end' },
      width > 480 ? 'ticks on the axis: resolution, the smallest difference that could have shown' : '',
    ),
  );
  plot.setAttribute('aria-hidden', 'true');
  return plot;
}

/** The textbook's number, explained in a line. */
export function textbookLine(check: CheckReport): HTMLElement {
  const value = check.relativeDifference;
  const g = () => h('i', {}, 'g');
  const computed = () => h('i', {}, 'ĝ');
  const formula = h(
    'span',
    { class: 'formula' },
    ...['‖', g(), ' − ', computed(), '‖ ∕ (‖', g(), '‖ + ‖', computed(), '‖)'],
  );
  const meaning = Number.isFinite(value)
    ? [' = ', h('b', { class: 'number' }, scientific(value)), ' over all of θ']
    : [' cannot be formed over all of θ'];
  return h(
    'p',
    { class: 'textbook' },
    formula,
    ...meaning,
    ', with ',
    g(),
    ' the numerical gradient and ',
    computed(),
    ` the computed one. ${power(-7)} or less is right, ${power(-5)} deserves a careful look, ${power(-3)} or more is a bug.`,
  );
}

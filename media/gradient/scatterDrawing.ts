import * as Plot from '@observablehq/plot';
import { decimal } from '../../src/core/format';
import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { s } from '../shared/dom';
import { markOf } from '../shared/marks';
import { niceTicks } from '../shared/ticks';
import { textWidth } from './axisDrawing';
import type { Points } from './points';

/** Computed against numerical gradient as SVG, on equal axes. */

const margins = { top: 8, right: 12, bottom: 40 };
/** Beside the labels of the ticks: the title of the axis, and gaps. */
const besideTicks = 30;
const tallest = 300;

export type PointClass = 'normal' | 'wrong' | 'kink';

export interface Drawn {
  readonly svg: SVGSVGElement;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function drawScatter(
  tensor: TensorReport,
  arrays: TensorArrays,
  points: Points,
  classOf: (flat: number) => PointClass,
  width: number,
): Drawn {
  const pad = (points.high - points.low) * 0.06;
  const [low, high] = [points.low - pad, points.high + pad];
  const roomy = width - margins.right - 58 >= 220;
  const ticks = niceTicks(low, high, roomy ? 5 : 3);
  const widest = Math.max(...ticks.map((tick) => textWidth(tickText(tick))));
  const margin = { ...margins, left: Math.max(58, Math.ceil(widest) + besideTicks) };
  const side = Math.min(width - margin.left - margin.right, tallest);
  const height = side + margin.top + margin.bottom;
  const plotWidth = side + margin.left + margin.right;
  const x = (value: number) => margin.left + ((value - low) / (high - low)) * side;
  const y = (value: number) => margin.top + side - ((value - low) / (high - low)) * side;
  const channels = {
    x: (flat: number) => arrays.numerical[flat],
    y: (flat: number) => arrays.computed[flat],
  };
  const of = (wanted: PointClass) => points.shown.filter((flat) => classOf(flat) === wanted);
  const [normal, wrong, kinks] = [of('normal'), of('wrong'), of('kink')];
  const slope = tensor.factor;

  const marks: Plot.Markish[] = [
    Plot.frame({ stroke: 'var(--gl-hairline)' }),
    Plot.ruleX([0], { stroke: 'var(--gl-hairline)' }),
    Plot.ruleY([0], { stroke: 'var(--gl-hairline)' }),
    line(1, low, high, { stroke: 'currentColor', strokeOpacity: 0.65 }),
    Plot.dot(normal, {
      ...channels,
      r: 2.5,
      fill: 'var(--gl-data)',
      fillOpacity: normal.length > 400 ? 0.5 : 0.8,
    }),
    Plot.dot(wrong, {
      ...channels,
      r: 3,
      symbol: 'times',
      stroke: markOf(tensor.verdict).colour,
      strokeWidth: 1.5,
    }),
    Plot.dot(kinks, { ...channels, r: 3, stroke: 'var(--gl-quiet)' }),
  ];
  if (slope !== null && slope !== 1)
    marks.splice(
      4,
      0,
      line(slope, low, high, { stroke: 'var(--gl-wrong)', strokeDasharray: '4,3', strokeOpacity: 0.8 }),
    );
  const svg = Plot.plot({
    width: plotWidth,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: 'linear', domain: [low, high], axis: null },
    y: { type: 'linear', domain: [low, high], axis: null },
    style: { background: 'none', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
    marks,
  }) as SVGSVGElement;
  for (const tick of ticks) {
    svg.append(
      s(
        'text',
        { x: x(tick), y: height - margin.bottom + 15, class: 'tick', 'text-anchor': 'middle' },
        tickText(tick),
      ),
      s('text', { x: margin.left - 6, y: y(tick) + 4, class: 'tick', 'text-anchor': 'end' }, tickText(tick)),
    );
  }
  const title = s('text', { class: 'axis-title', 'text-anchor': 'middle' }, 'computed');
  title.setAttribute('transform', `translate(11 ${margin.top + side / 2}) rotate(-90)`);
  svg.append(
    title,
    s(
      'text',
      { x: margin.left + side / 2, y: height - 6, class: 'axis-title', 'text-anchor': 'middle' },
      'numerical',
    ),
    lineLabel('identity', 1, low, high, x, y, 'line-label'),
  );
  if (slope !== null && slope !== 1)
    svg.append(lineLabel(`slope ${decimal(slope, 3)}`, slope, low, high, x, y, 'line-label wrong'));
  svg.append(s('circle', { class: 'cursor', r: 7, 'data-transient': true }));
  svg.setAttribute('aria-hidden', 'true');
  return { svg, x, y };
}

/** The ends of y = slope · x inside the square [low, high]². */
function ends(slope: number, low: number, high: number): readonly [number, number] {
  const atLow = slope === 0 ? low : Math.min(low / slope, high / slope);
  const atHigh = slope === 0 ? high : Math.max(low / slope, high / slope);
  return [Math.max(low, atLow), Math.min(high, atHigh)];
}

function line(slope: number, low: number, high: number, options: Plot.LinkOptions): Plot.Markish {
  const [from, to] = ends(slope, low, high);
  return Plot.link([0], { x1: from, y1: slope * from, x2: to, y2: slope * to, ...options });
}

/** A word along its line, near the end that lies higher on the screen. */
function lineLabel(
  text: string,
  slope: number,
  low: number,
  high: number,
  x: (value: number) => number,
  y: (value: number) => number,
  className: string,
): SVGElement {
  const [from, to] = ends(slope, low, high);
  const at = slope < 0 ? from + (to - from) * 0.06 : from + (to - from) * 0.94;
  const angle = (Math.atan2(y(slope * to) - y(slope * from), x(to) - x(from)) * 180) / Math.PI;
  const label = s('text', { class: className, 'text-anchor': slope < 0 ? 'start' : 'end', dy: -5 }, text);
  label.setAttribute('transform', `translate(${x(at)} ${y(slope * at)}) rotate(${angle})`);
  return label;
}

function tickText(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3
    ? decimal(value, 1)
    : String(Number(value.toPrecision(6))).replace('-', '−');
}

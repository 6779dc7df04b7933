import * as Plot from '@observablehq/plot';
import { textbookThresholds, type Verdict } from '../../src/core/gradient/verdict';
import { s } from '../shared/dom';
import { markOf } from '../shared/marks';
import type { AxisScale, PlacedItem } from './axisLayout';

/** The axis of relative differences as SVG. The scale and the lanes are given; here they only get ink. */

const laneHeight = 18;
const headHeight = 24;
const footHeight = 34;
const label = { fontSize: 12, fill: 'currentColor' } as const;
const halo = { fontWeight: 600, stroke: 'var(--vscode-editor-background)', strokeWidth: 3 } as const;
const faint = { stroke: 'currentColor', strokeOpacity: 0.55 } as const;
const symbols: Readonly<Record<Verdict, Plot.DotOptions['symbol']>> = {
  correct: 'circle',
  suspicious: 'triangle',
  wrong: 'times',
  inconclusive: 'circle',
};

/** Pixels of a lane above the axis line. */
export function laneY(lane: number): number {
  return (lane + 1) * laneHeight + 16;
}

/** Pixel of the axis line in a chart of this height. */
export function baselineY(height: number): number {
  return height - footHeight;
}

let ruler: CanvasRenderingContext2D | null = null;

/** Width of a label as the chart will set it. */
export function textWidth(text: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 7;
  ruler.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

export interface AxisContent {
  readonly width: number;
  readonly scale: AxisScale;
  readonly placed: readonly PlacedItem[];
  /** Relative difference over all of θ. */
  readonly whole: number;
  readonly selected: string | null;
}

interface Zone {
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
}

export function drawAxis({ width, scale, placed, whole, selected }: AxisContent): SVGSVGElement {
  const lanes = Math.max(1, ...placed.map(({ lane }) => lane + 1));
  const base = headHeight + laneY(lanes - 1) + 12;
  const height = base + footHeight;
  const focus = placed.find(({ item }) => item.name === selected);
  const start = scale.hasZero ? 0 : scale.left;
  const { correct, wrong } = textbookThresholds;
  const [x7, x3] = [scale.x(correct), scale.x(wrong)];
  const zones: Zone[] = [
    { from: start, to: x7, verdict: 'correct' },
    { from: x7, to: x3, verdict: 'suspicious' },
    { from: x3, to: scale.right + 1, verdict: 'wrong' },
  ];
  const plot = Plot.plot({
    width,
    height,
    margin: 0,
    x: { type: 'linear', domain: [0, width], range: [0, width], axis: null },
    y: { type: 'linear', domain: [0, height], range: [0, height], axis: null },
    style: { background: 'none', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
    marks: [
      zoneMarks(zones, scale, base),
      Plot.ruleY([base], { x1: start, x2: width - (scale.hasMissing ? 0 : 7), ...faint }),
      Plot.ruleX(scale.ticks, { x: 'x', y1: base, y2: base + 4, ...faint }),
      // The rug: the least that each tensor could have shown.
      Plot.ruleX(placed, { x: 'resolution', y1: base - 5, y2: base, stroke: 'var(--gl-quiet)' }),
      focus ? focusMarks(focus, base) : null,
      wholeMarks(scale.x(whole), base, width),
      ...placed.map((place) => itemMarks(place, base, width, place === focus)),
    ],
  }) as SVGSVGElement;
  plot.append(...zoneWords(zones), ...axisText(scale, base, width));
  plot.setAttribute('aria-hidden', 'true');
  return plot;
}

function zoneMarks(zones: readonly Zone[], scale: AxisScale, base: number): Plot.Markish {
  const { correct, look, wrong } = textbookThresholds;
  const stroke = 'var(--gl-hairline-strong)';
  return [
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
    Plot.ruleX([scale.x(correct), scale.x(wrong)], { y1: 2, y2: base, stroke }),
    Plot.ruleX([scale.x(look)], { y1: headHeight - 4, y2: base, stroke, strokeDasharray: '2,3' }),
  ];
}

/** Mark and word above each zone; only the mark where it is narrow. */
function zoneWords(zones: readonly Zone[]): SVGElement[] {
  return zones.map(({ from, to, verdict }) => {
    const { sign, word, className } = markOf(verdict);
    const roomy = to - from > textWidth(`${sign} ${word}`) + 10;
    const at = { x: (from + to) / 2, y: 13, 'text-anchor': 'middle', class: 'zone' };
    return s('text', at, s('tspan', { class: className }, sign), roomy && ` ${word}`);
  });
}

/** A ring around the selected dot, and its own resolution brought out. */
function focusMarks(focus: PlacedItem, base: number): Plot.Markish {
  const y = base - laneY(focus.lane);
  return [
    Plot.ruleX([focus.x], { y1: y + 7, y2: base, ...faint, strokeDasharray: '1,3' }),
    Plot.ruleX([focus.resolution], { y1: base - 9, y2: base, stroke: 'currentColor', strokeWidth: 2 }),
    Plot.dot([0], { x: focus.x, y, r: 8.5, stroke: 'var(--gl-focus)', strokeWidth: 1.5 }),
  ];
}

/** The textbook's one number. */
function wholeMarks(x: number, base: number, width: number): Plot.Markish {
  const right = x < width - 80;
  const y = base - 14;
  return [
    Plot.dot([0], {
      x,
      y,
      symbol: 'diamond',
      r: 4.5,
      stroke: 'currentColor',
      strokeWidth: 1.25,
      fill: 'var(--vscode-editor-background)',
    }),
    Plot.text(['all of θ'], {
      ...label,
      x,
      y,
      dx: right ? 9 : -9,
      textAnchor: right ? 'start' : 'end',
      fill: 'var(--gl-quiet)',
    }),
  ];
}

function itemMarks(place: PlacedItem, base: number, width: number, isFocus: boolean): Plot.Markish {
  const { item, x, low, high } = place;
  const { colour } = markOf(item.verdict);
  const y = base - laneY(place.lane);
  const hollow = item.verdict === 'wrong' || item.verdict === 'inconclusive';
  const marks: Plot.Markish[] = [];
  if (high - low > 1) {
    // No cap at zero: the interval is open there.
    const caps = item.low > 0 ? [low, high] : [high];
    marks.push(
      Plot.ruleY([y], { x1: low, x2: high, stroke: colour }),
      Plot.ruleX(caps, { y1: y - 3, y2: y + 3, stroke: colour }),
    );
  }
  const ink = hollow ? { stroke: colour, strokeWidth: 2, fill: 'none' } : { fill: colour };
  marks.push(Plot.dot([0], { x, y, r: 4, symbol: symbols[item.verdict], ...ink }));
  // A dot that found no room for its name shows it while it is selected.
  const side = place.label ?? (isFocus ? (x < width / 2 ? 'right' : 'left') : null);
  if (side) {
    const away = isFocus ? 7 : 4;
    marks.push(
      Plot.text([item.name], {
        ...label,
        x: side === 'right' ? Math.max(high, x + 5) + away : Math.min(low, x - 5) - away,
        y,
        textAnchor: side === 'right' ? 'start' : 'end',
        ...(isFocus ? halo : {}),
      }),
    );
  }
  return marks;
}

function axisText(scale: AxisScale, base: number, width: number): SVGElement[] {
  const title = { y: base + 31, class: 'axis-title' };
  const rug = 'whiskers: uncertainty; ticks: resolution, the smallest difference that could have shown';
  return [
    ...scale.ticks.map((tick) =>
      s('text', { x: tick.x, y: base + 16, class: 'tick', 'text-anchor': 'middle' }, tick.label),
    ),
    s('text', { x: scale.left, ...title, 'text-anchor': 'start' }, 'relative difference'),
    s('text', { x: width - 8, ...title, 'text-anchor': 'end' }, width > 560 ? rug : ''),
  ];
}

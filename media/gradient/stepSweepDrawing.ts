import * as Plot from '@observablehq/plot';
import { power, scientific } from '../../src/core/format';
import type { Scheme } from '../../src/core/gradient/verdict';
import type { DrawnChart } from '../shared/chart';
import { stepAlong } from '../shared/chart';
import { s } from '../shared/dom';
import { hairline, logScale, plot, scaled, textWidth } from '../shared/plot';
import { lookOf, schemeName } from './schemeLooks';
import {
  type Guide,
  readingAt,
  spread,
  stepsOf,
  type SweepCurve,
  type SweepPicture,
  textbookStep,
} from './stepSweepModel';

/** Error against step on log-log axes, as SVG. */

const margin = { top: 22, bottom: 40, left: 46 };
const height = 310;
/** So much further than the outermost steps the axis runs, for the markers there. */
const beyond = 2;
const quiet = 'var(--gl-quiet)';

/** @param used the scheme of the check, which is drawn stronger */
export function drawSweep(picture: SweepPicture, used: Scheme, width: number): DrawnChart {
  const labels = picture.curves.map(({ scheme }) => lookOf(scheme));
  const right = 14 + Math.max(...labels.map(({ name }) => textWidth(name))) + 10;
  const [low, high] = picture.errors;
  const decades = logScale(...picture.steps, width < 420 ? 4 : 7);
  const domain = [picture.steps[0] / beyond, picture.steps[1] * beyond] as const;
  const figure = plot({
    width,
    height,
    marginTop: margin.top,
    marginLeft: margin.left,
    marginRight: right,
    marginBottom: margin.bottom,
    x: { ...decades, domain, label: null },
    y: { ...logScale(low, high, 7), grid: true, label: null },
    marks: [
      Plot.rect([0], {
        x1: domain[0],
        x2: domain[1],
        y1: low,
        y2: picture.floor,
        fill: 'currentColor',
        fillOpacity: 0.07,
      }),
      Plot.ruleY([picture.floor], { stroke: hairline }),
      Plot.ruleX([textbookStep], { stroke: quiet, strokeOpacity: 0.6, strokeDasharray: '1,3' }),
      Plot.ruleX(picture.chosen > 0 ? [picture.chosen] : [], { stroke: 'currentColor', strokeWidth: 1 }),
      ...picture.guides.map(({ from, to }) =>
        Plot.line([from, to], { stroke: quiet, strokeOpacity: 0.7, strokeWidth: 1 }),
      ),
      ...picture.curves
        .toSorted((a, b) => Number(a.scheme === used) - Number(b.scheme === used))
        .map((curve) => curveMarks(curve, curve.scheme === used, high)),
      Plot.line(picture.rounding, {
        stroke: 'currentColor',
        strokeOpacity: 0.75,
        strokeDasharray: '4,3',
        strokeWidth: 1.25,
        clip: true,
      }),
      Plot.text(['step ε'], { frameAnchor: 'bottom', dy: 34, fill: quiet }),
    ],
  });
  const x = (step: number) => scaled(figure, 'x', step);
  const y = (error: number) => scaled(figure, 'y', error);
  const bottom = height - margin.bottom;
  figure.append(
    ...curveLabels(picture, width - right + 8, y, bottom),
    ...picture.guides.map((guide) => guideLabel(guide, x, y)),
    ...stepLabels(picture.chosen, x, width),
    label(margin.left + 6, y(picture.floor) + 15, 'below this nothing is told'),
    ...roundingLabel(picture, x, y),
    turned('relative error', 11, (margin.top + bottom) / 2),
  );
  const steps = stepsOf(picture);
  return {
    svg: figure,
    reader: {
      rule: { top: margin.top, bottom },
      point: (at) => ({ x: x(steps[at]!), y: bottom, text: readingAt(picture, steps[at]!, schemeName) }),
      under(pointer) {
        const distances = steps.map((step) => Math.abs(x(step) - pointer));
        const nearest = Math.min(...distances);
        return nearest <= 30 ? distances.indexOf(nearest) : -1;
      },
      step: (at, key, far) => stepAlong(at, key, far, steps.length),
    },
  };
}

/** The line with its markers; open where the error is below what can be told. */
function curveMarks({ scheme, points }: SweepCurve, used: boolean, highest: number): Plot.Markish {
  const { colour, symbol } = lookOf(scheme);
  const channels = { x: 'step', y: 'at' } as const;
  const marker = {
    ...channels,
    symbol,
    r: used ? 3.5 : 3,
    stroke: colour,
    strokeWidth: 1.5,
  } as const;
  return [
    Plot.line(points, { ...channels, stroke: colour, strokeWidth: used ? 2.25 : 1.25, clip: true }),
    Plot.dot(
      points.filter(({ at, belowFloor }) => !belowFloor && at <= highest),
      { ...marker, fill: colour },
    ),
    Plot.dot(
      points.filter(({ belowFloor }) => belowFloor),
      { ...marker, fill: 'var(--vscode-editor-background)' },
    ),
  ];
}

/** Names at the right ends of the curves, one below the other. */
function curveLabels(
  { curves, errors }: SweepPicture,
  left: number,
  y: (error: number) => number,
  bottom: number,
): SVGElement[] {
  const ends = curves.map(({ points }) => y(Math.min(points.at(-1)!.at, errors[1])));
  const places = spread(ends, 15, margin.top + 4, bottom - 4);
  return curves.map(({ scheme }, i) => {
    const { name, colour } = lookOf(scheme);
    const text = label(left, places[i]! + 4, name);
    text.setAttribute('style', `fill:${colour}`);
    return text;
  });
}

function guideLabel(
  { order, from, to }: Guide,
  x: (step: number) => number,
  y: (error: number) => number,
): SVGElement {
  const [x1, y1, x2, y2] = [x(from[0]), y(from[1]), x(to[0]), y(to[1])];
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  const text = label(0, -4, `slope ${order}`, 'middle');
  text.setAttribute('transform', `translate(${(x1 + x2) / 2} ${(y1 + y2) / 2}) rotate(${angle})`);
  return text;
}

/** The chosen step and the textbook's above the plot, on the sides away from each other; where both do not fit, the chosen. */
function stepLabels(chosen: number, x: (step: number) => number, width: number): SVGElement[] {
  const same = Math.abs(Math.log10(chosen / textbookStep)) < 0.02;
  const above = margin.top - 9;
  const textbook = `textbook’s ${power(-7)}`;
  if (!(chosen > 0)) return [label(x(textbookStep), above, textbook, 'middle')];
  const text = same ? `chosen ε = ${power(-7)}, the textbook’s` : `chosen ε = ${scientific(chosen)}`;
  const wide = textWidth(text) * 1.06; // it is bold
  const right = chosen > textbookStep;
  const wanted = same ? x(chosen) - wide / 2 : right ? x(chosen) - 4 : x(chosen) + 4 - wide;
  const left = Math.min(width - wide - 2, Math.max(2, wanted));
  const own = label(left, above, text);
  own.setAttribute('style', 'fill:var(--vscode-foreground);font-weight:600');
  if (same) return [own];
  const at = x(textbookStep) + (right ? 4 : -4);
  const other = textWidth(textbook);
  const fits = right ? at - other >= 2 && at + 8 <= left : at + other <= width - 2 && at - 8 >= left + wide;
  return fits ? [own, label(at, above, textbook, right ? 'end' : 'start')] : [own];
}

/** The word at the highest end of the branch that is inside the plot. */
function roundingLabel(
  { rounding, errors, steps }: SweepPicture,
  x: (step: number) => number,
  y: (error: number) => number,
): SVGElement[] {
  const inside = rounding.filter(
    ([step, error]) => step >= steps[0] && error <= errors[1] && error >= errors[0],
  );
  const [first] = inside;
  const last = inside.at(-1);
  if (!first || !last || first === last) return [];
  const angle = (Math.atan2(y(last[1]) - y(first[1]), x(last[0]) - x(first[0])) * 180) / Math.PI;
  const third = inside[Math.floor(inside.length / 3)]!;
  if (y(third[1]) < margin.top + 16) return [];
  const text = label(0, -10, 'rounding', 'middle');
  text.setAttribute('transform', `translate(${x(third[0])} ${y(third[1])}) rotate(${angle})`);
  return [text];
}

function label(x: number, y: number, text: string, anchor = 'start'): SVGElement {
  return s('text', { x, y, class: 'line-label', 'text-anchor': anchor }, text);
}

function turned(text: string, x: number, y: number): SVGElement {
  const element = s('text', { class: 'axis-title', 'text-anchor': 'middle' }, text);
  element.setAttribute('transform', `translate(${x} ${y}) rotate(-90)`);
  return element;
}

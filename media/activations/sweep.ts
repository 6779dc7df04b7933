import * as Plot from '@observablehq/plot';
import { decimal } from '../../src/core/format';
import type { FactorSweep, SweepPoint } from '../../src/protocol/activations';
import { chart, type DrawnChart, stepAlong } from '../shared/chart';
import { s } from '../shared/dom';
import { legend } from '../shared/legend';
import { markOf } from '../shared/marks';
import { plot, scaled, textWidth } from '../shared/plot';
import type { ProfileContext } from './context';
import { inks } from './profileDrawing';
import { magnitudeScale, valueRange } from './profileModel';

/** How large the numbers get at the ends of the network, by the factor of its initialization. */
export function sweepChart(context: ProfileContext, sweep: FactorSweep, name: string): HTMLElement {
  const figure = chart(context, {
    name: 'factor-sweep',
    title: `Factor of ${name}`,
    label: `Root mean square of the last hidden activation and of the gradient at the first layer, by the factor of ${name}, on logarithmic axes.`,
    draw: (width) => drawSweep(sweep.points, width),
    table: () => [
      [
        'factor',
        'RMS of the last hidden A',
        'RMS of the gradient at layer 1',
        'growth forward',
        'growth backward',
        'verdict',
      ],
      ...sweep.points.map(({ factor, activation, gradient, forwardGrowth, backwardGrowth, word }) => [
        factor,
        activation,
        gradient,
        forwardGrowth,
        backwardGrowth,
        word,
      ]),
    ],
    readable: (value) => (typeof value === 'number' ? decimal(value, 3) : value),
  });
  figure.children[0]!.after(
    legend([
      { name: 'A of the last hidden layer, RMS', colour: inks.forward, symbol: 'line' },
      { name: 'gradient at the first layer, RMS', colour: inks.backward, symbol: 'line' },
    ]),
  );
  return figure;
}

function drawSweep(points: readonly SweepPoint[], width: number): DrawnChart {
  const series = [
    { stroke: inks.backward, of: ({ gradient }: SweepPoint) => shown(gradient) },
    { stroke: inks.forward, of: ({ activation }: SweepPoint) => shown(activation) },
  ];
  const [low, high] = valueRange(points.flatMap((point) => series.map(({ of }) => of(point))));
  const factors = points.map(({ factor }) => factor).filter((factor) => factor > 0);
  const [first, last] = [Math.min(...factors), Math.max(...factors)];
  const height = 250;
  const [top, left, right, bottom] = [26, 46, 14, 42];
  const most = Math.max(2, Math.floor((width - left - right) / 48));
  const ticks = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].filter(
    (tick) => tick >= first && tick <= last,
  );
  const stride = Math.ceil(ticks.length / most);
  const figure = plot({
    width,
    height,
    marginTop: top,
    marginLeft: left,
    marginRight: right,
    marginBottom: bottom,
    x: {
      type: 'log',
      domain: first < last ? [first, last] : [first / 2, first * 2],
      ticks: ticks.filter((_, i) => (i - ticks.indexOf(1)) % stride === 0),
      tickFormat: String,
      tickSize: 4,
      label: null,
    },
    y: { ...magnitudeScale(low, high, 6), grid: true, label: null },
    marks: [
      Plot.ruleY(low <= 1 && high >= 1 ? [1] : [], {
        stroke: 'var(--gl-hairline-strong)',
        strokeDasharray: '2,3',
      }),
      ...series.map(({ stroke, of }) =>
        Plot.lineY(points, { x: 'factor', y: of, stroke, strokeWidth: 1.75 }),
      ),
      ...series.map(({ stroke, of }) => Plot.dot(points, { x: 'factor', y: of, r: 2.5, fill: stroke })),
      Plot.text(['factor'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
    ],
  });
  const pixels = points.map(({ factor }) => scaled(figure, 'x', factor));
  // What each factor would be called, as its mark above; the words are in the read-out and in the table.
  let end = -Infinity;
  points.forEach(({ verdict }, i) => {
    const { sign, colour } = markOf(verdict);
    const x = pixels[i]! - textWidth(sign) / 2;
    if (x < end) return;
    end = x + textWidth(sign) + 3;
    figure.append(
      s('text', { x, y: 14, class: 'line-label', 'text-anchor': 'start', style: `fill:${colour}` }, sign),
    );
  });
  return {
    svg: figure,
    reader: {
      point: (at) => {
        const { factor, activation, gradient, forwardGrowth, backwardGrowth, word } = points[at]!;
        return {
          x: pixels[at]!,
          y: top,
          text: `× ${decimal(factor, 3)} ${word}: A ${decimal(activation, 3)} (${decimal(forwardGrowth, 3)} × per layer), gradient ${decimal(gradient, 3)} (${decimal(backwardGrowth, 3)} × per layer)`,
        };
      },
      under: (x) =>
        x < left - 12 || points.length === 0
          ? -1
          : pixels.reduce((best, at, i) => (Math.abs(at - x) < Math.abs(pixels[best]! - x) ? i : best), 0),
      step: (at, key, far) => stepAlong(at, key, far, points.length),
      rule: { top, bottom: height - bottom },
    },
  };
}

function shown(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : NaN;
}

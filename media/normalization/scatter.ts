import * as Plot from '@observablehq/plot';
import { count, decimal } from '../../src/core/format';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { fold } from '../shared/controls';
import { h } from '../shared/dom';
import { chart, type DrawnChart } from '../shared/chart';
import type { PanelContext } from './context';
import { featureField } from './featureField';
import type { Features } from './features';
import { hairline, plot, scaled, tickText } from '../shared/plot';

/** Two features against each other, as they are and normalized, in equal units on both axes. */
export function scatterPlots(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
): HTMLElement | null {
  const { sample } = report;
  if (features.count < 2 || sample.examples < 2) return null;
  const normalized = (j: number, value: number) => {
    const deviation = features.deviation[j]!;
    return (value - features.first.mean[j]!) / (deviation > 0 ? deviation : 1);
  };
  const pair = () => {
    const { pair: kept } = context.saved;
    return kept !== null && kept.every((j) => j < features.count) ? kept : extremes(features);
  };
  const value = (i: number, j: number) => sample.values[i * sample.features + j]!;
  const rows = (change: (j: number, value: number) => number) => {
    const [x, y] = pair();
    return Array.from(
      { length: sample.examples },
      (_, i) => [change(x, value(i, x)), change(y, value(i, y))] as const,
    )
      .filter((point) => point.every(Number.isFinite))
      .sort(([a], [b]) => a - b);
  };
  const one = (which: string, name: string, change: (j: number, value: number) => number) =>
    chart(context, {
      name: `scatter-${name}`,
      title: which,
      label: `Two features against each other, ${which.toLowerCase()}.`,
      draw: (width) =>
        drawScatter(
          rows(change),
          pair().map((j) => features.name(j)),
          width,
        ),
      table: () => [pair().map((j) => features.name(j)), ...rows(change)],
      readable: (cell) => (typeof cell === 'number' ? decimal(cell, 4) : cell),
    });
  const charts = [one('As they are', 'before', (_, raw) => raw), one('Normalized', 'after', normalized)];
  const choose = (axis: 0 | 1, feature: number) => {
    const [x, y] = pair();
    context.save({ pair: axis === 0 ? [feature, y] : [x, feature] });
    for (const figure of charts) figure.redraw();
  };
  const [x, y] = pair();
  return fold(
    context,
    'scatter',
    'Two features against each other',
    `${features.name(x)}, ${features.name(y)}`,
    h(
      'div',
      { class: 'filter' },
      featureField('Across', features, x, (feature) => choose(0, feature)),
      featureField('Upwards', features, y, (feature) => choose(1, feature)),
    ),
    h('div', { class: 'columns' }, ...charts),
    h(
      'p',
      { class: 'note' },
      `${count(Math.min(sample.examples, mostDots))} of ${count(sample.of)} examples of ${features.splits[0]!.name}, in equal units on both axes.`,
    ),
  );
}

/** The features of the largest and of the smallest spread that vary at all. */
function extremes({ deviation, count: all }: Features): readonly [number, number] {
  let [most, least] = [-1, -1];
  for (let j = 0; j < all; j++) {
    if (!(deviation[j]! > 0)) continue;
    if (most < 0 || deviation[j]! > deviation[most]!) most = j;
    if (least < 0 || deviation[j]! < deviation[least]!) least = j;
  }
  if (most === least) least = most === 0 ? 1 : 0;
  return [Math.max(0, most), least];
}

const mostDots = 1000;

function drawScatter(
  all: readonly (readonly [number, number])[],
  names: readonly string[],
  width: number,
): DrawnChart {
  const every = Math.max(1, Math.ceil(all.length / mostDots));
  const dots = all.filter((_, i) => i % every === 0);
  const range = (k: 0 | 1) => {
    const values = dots.map((dot) => dot[k]);
    return values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
  };
  const [across, upwards] = [range(0), range(1)] as [[number, number], [number, number]];
  const half = 0.53 * (Math.max(across[1] - across[0], upwards[1] - upwards[0]) || 1);
  const around = ([low, high]: [number, number]) => [(low + high) / 2 - half, (low + high) / 2 + half];
  const side = Math.min(width - 80, 300);
  const axis = { ticks: side < 240 ? 3 : 5, tickFormat: tickText, label: null, tickSize: 3 };
  const figure = plot({
    width: side + 80,
    height: side + 48,
    marginTop: 6,
    marginLeft: 68,
    marginRight: 12,
    marginBottom: 42,
    x: { domain: around(across), ...axis },
    y: { domain: around(upwards), ...axis },
    marks: [
      Plot.frame({ stroke: hairline }),
      Plot.dot(dots, {
        x: '0',
        y: '1',
        r: 2,
        fill: 'var(--gl-train)',
        fillOpacity: dots.length > 300 ? 0.5 : 0.8,
      }),
      Plot.text([shortened(names[0]!)], { frameAnchor: 'bottom', dy: 36, fill: 'var(--gl-quiet)' }),
      Plot.text([shortened(names[1]!)], {
        frameAnchor: 'left',
        dx: -58,
        rotate: -90,
        textAnchor: 'middle',
        fill: 'var(--gl-quiet)',
      }),
    ],
  });
  const points = dots.map(([x, y]) => ({
    x: scaled(figure, 'x', x),
    y: scaled(figure, 'y', y),
    text: `${names[0]!} ${decimal(x, 4)}, ${names[1]!} ${decimal(y, 4)}`,
  }));
  return { svg: figure, points };
}

function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

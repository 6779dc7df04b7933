import * as Plot from '@observablehq/plot';
import { count, decimal, scientific } from '../../src/core/format';
import { constancies, quantileLevels } from '../../src/core/normalization/splitStatistics';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { h } from '../shared/dom';
import { chart, type DrawnChart } from '../shared/chart';
import type { PanelContext } from './context';
import { numberText } from './featureColumns';
import { type Features, quantilesOf } from './features';
import { barsOf, outline, spanOf } from './histogram';
import { hairline, plot, scaled, tickText } from '../shared/plot';
import { marked } from './marked';
import { inkOf, kindWord } from './words';
import { splitLegend } from './splitLegend';

/** What is known of one feature: its distribution in every split, and how the splits differ. */
export function featureDetail(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
  feature: number,
): HTMLElement {
  const filled = features.splits.some(({ statistics }) => statistics.count[feature]! > 0);
  return h(
    'section',
    { class: 'feature-detail', 'aria-label': features.name(feature) },
    h(
      'div',
      { class: 'detail-head' },
      h('h3', {}, features.name(feature)),
      features.name(feature) !== `[${feature}]` &&
        h('span', { class: 'quiet number' }, `feature ${count(feature)}, counted from 0`),
      marked(kindWord(features.kind(feature))),
    ),
    ...sentences(report, features, feature).map((text) => h('p', {}, text)),
    h(
      'div',
      { class: 'columns' },
      filled ? histogramChart(context, features, feature) : null,
      h('div', { class: 'scroller' }, statisticsTable(report, features, feature)),
    ),
  );
}

function histogramChart(context: PanelContext, features: Features, feature: number): HTMLElement {
  const { splits } = features;
  const figure = chart(context, {
    name: `${features
      .name(feature)
      .replace(/[^\p{L}\p{N}_-]+/gu, '_')
      .slice(0, 40)}-histogram`,
    title: 'Distribution',
    label: `Histograms of ${features.name(feature)} in ${splits.map(({ name }) => name).join(', ')}.`,
    draw: (width) => drawHistogram(features, feature, width),
    table: () => [
      ['split', 'from', 'to', 'share'],
      ...splits.flatMap(({ name, statistics }) => {
        const { from, width, density } = barsOf(statistics, feature);
        return density.map((value, k) => [name, from + k * width, from + (k + 1) * width, value * width]);
      }),
    ],
    readable: (value) => (typeof value === 'number' ? decimal(value, 4) : value),
  });
  figure.children[0]!.after(splitLegend(splits));
  return figure;
}

function drawHistogram({ splits }: Features, feature: number, width: number): DrawnChart {
  const all = splits.map(({ statistics }) => barsOf(statistics, feature));
  const span = spanOf(all)!;
  const marksHeight = 12 * splits.length + 4;
  const height = 190 + marksHeight;
  const marginBottom = 26 + marksHeight;
  const figure = plot({
    width,
    height,
    marginTop: 8,
    marginRight: 12,
    marginBottom,
    marginLeft: 12,
    x: {
      domain: [span.low, span.high],
      ticks: width < 360 ? 3 : 6,
      tickFormat: tickText,
      label: null,
      tickSize: 3,
    },
    y: { domain: [0, span.top], axis: null },
    marks: [
      ...all.map((bars, i) => {
        const { colour, dash } = inkOf(splits[i]!.role);
        const corners = outline(bars).map(([x, y]) => ({ x, y }));
        return [
          i === 0 ? Plot.areaY(corners, { x: 'x', y1: 0, y2: 'y', fill: colour, fillOpacity: 0.3 }) : null,
          Plot.lineY(corners, {
            x: 'x',
            y: 'y',
            stroke: colour,
            strokeWidth: 1.25,
            ...(dash && { strokeDasharray: dash }),
          }),
        ];
      }),
      Plot.ruleY([0], { stroke: hairline }),
      ...splits.map(({ role, statistics }, i) =>
        quantileMarks(quantilesOf(statistics, feature), inkOf(role).colour, 30 + 12 * i),
      ),
    ],
  });
  const points = splits.flatMap(({ name }, i) => {
    const { from, width: step, density } = all[i]!;
    return density.map((value, k) => ({
      x: scaled(figure, 'x', from + (k + 0.5) * step),
      y: scaled(figure, 'y', value),
      text: `${name}: ${decimal(100 * value * step, 3)} % of the values from ${decimal(from + k * step, 4)} to ${decimal(from + (k + 1) * step, 4)}`,
    }));
  });
  return { svg: figure, points };
}

/** A box plot without a box beneath the axis: 1–99 % thin, 5–95 % thicker, 25–75 % thick, the median a gap. */
function quantileMarks(quantiles: Float64Array, stroke: string, below: number): Plot.Markish {
  if (Number.isNaN(quantiles[0]!)) return null;
  const at = (level: (typeof quantileLevels)[number]) => quantiles[quantileLevels.indexOf(level)]!;
  const bar = (from: number, to: number, strokeWidth: number) =>
    Plot.ruleY([0], { x1: from, x2: to, stroke, strokeWidth, dy: below });
  return [
    bar(at(0.01), at(0.99), 1),
    bar(at(0.05), at(0.95), 3),
    bar(at(0.25), at(0.75), 7),
    Plot.dot([0], { x: at(0.5), y: 0, dy: below, r: 2.5, fill: 'var(--vscode-editor-background)' }),
  ];
}

function statisticsTable(report: NormalizationReport, features: Features, feature: number): HTMLElement {
  const { splits } = features;
  const whole = (value: number) => (value === 0 ? '–' : count(value));
  const columns = splits.flatMap((split) => [
    { name: split.name, statistics: split.statistics },
    ...(split.raw ? [split.raw] : []),
  ]);
  type Read = (split: (typeof columns)[number]) => string;
  const q =
    (values: (mismatch: NormalizationReport['mismatches'][number]) => Float64Array): Read =>
    ({ name }) => {
      const found = report.mismatches.find(({ split }) => split === name);
      const value = found ? values(found)[feature]! : NaN;
      return Number.isNaN(value) ? '–' : value < 1e-3 ? scientific(value) : decimal(value, 2);
    };
  const rows: (readonly [string, Read])[] = [
    ['values', ({ statistics }) => count(statistics.count[feature]!)],
    ['missing', ({ statistics }) => whole(statistics.missing[feature]!)],
    ['infinite', ({ statistics }) => whole(statistics.infinite[feature]!)],
    ['μ', ({ statistics }) => numberText(statistics.mean[feature]!)],
    ['σ', ({ statistics }) => numberText(Math.sqrt(statistics.variance[feature]!))],
    ['minimum', ({ statistics }) => numberText(statistics.minimum[feature]!)],
    ...quantileLevels.map((level, k): readonly [string, Read] => [
      level === 0.5 ? 'median' : `${level * 100} %`,
      ({ statistics }) => numberText(quantilesOf(statistics, feature)[k]!),
    ]),
    ['maximum', ({ statistics }) => numberText(statistics.maximum[feature]!)],
    ...(report.mismatches.length > 0
      ? ([
          ['q of the mean', q(({ mean }) => mean)],
          ['q of the variance', q(({ variance }) => variance)],
          ['q of the shape', q(({ shape }) => shape)],
        ] as const)
      : []),
  ];
  return h(
    'table',
    { class: 'compact', 'aria-label': `Statistics of ${features.name(feature)}` },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', {}),
        ...columns.map(({ name }) => h('th', { scope: 'col', class: 'number' }, name)),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map(([title, read]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, title),
          ...columns.map((one) => h('td', { class: 'number' }, read(one))),
        ),
      ),
    ),
  );
}

/** What is worth saying in words. */
function sentences(
  { mismatches, splits }: NormalizationReport,
  { first }: Features,
  feature: number,
): string[] {
  const said: string[] = [];
  const constancy = constancies[first.constancy[feature]!];
  const name = splits[0]!.name;
  if (constancy === 'empty') said.push(`${name} has no finite value of it.`);
  if (constancy === 'constant')
    said.push(`It is the same in every example of ${name}, so it tells a network nothing.`);
  if (constancy === 'near-constant')
    said.push(`It varies by no more than rounding in ${name}; dividing by its σ would amplify noise.`);
  for (const { split, mean, variance, shape, level } of mismatches) {
    const differ = [
      mean[feature]! <= level && 'mean',
      variance[feature]! <= level && 'variance',
      shape[feature]! <= level && 'shape',
    ].filter((word) => word !== false);
    if (differ.length > 0) said.push(`${split} differs from ${name} in ${list(differ)} by more than chance.`);
  }
  return said;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

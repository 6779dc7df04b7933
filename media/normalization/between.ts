import * as Plot from '@observablehq/plot';
import { count, counted, decimal, scientific } from '../../src/core/format';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { fold } from '../shared/controls';
import { h } from '../shared/dom';
import { chart, type ChartPoint, type DrawnChart } from '../shared/chart';
import type { PanelContext } from './context';
import type { Features } from './features';
import { splitLegend } from './splitLegend';
import { fitted, hairline, logScale, plot, scaled, textWidth, tickText } from '../shared/plot';
import { inkOf } from './words';

/** How the splits differ: μ and σ of the features that differ the most, split by split. */
export function betweenSplits(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
): HTMLElement | null {
  const { mismatches, splits } = report;
  if (mismatches.length === 0) return null;
  const chosen = mostDifferent(report);
  const rate = `${decimal(100 * mismatches[0]!.level, 1)} %`;
  const said = mismatches.map(({ split, against, count: differing }) =>
    h(
      'li',
      {},
      differing === 0
        ? `${split}: no feature differs from ${against} by more than chance.`
        : `${split}: ${count(differing)} of ${counted(report.features, 'feature')} ${differing === 1 ? 'differs' : 'differ'} from ${against} by more than chance.`,
    ),
  );
  const total = mismatches.reduce((sum, mismatch) => sum + mismatch.count, 0);
  const measures: readonly Measure[] = [
    {
      name: 'means',
      title: 'Means',
      axis: `(μ − μ of ${splits[0]!.name}) ∕ σ`,
      log: false,
      of: ({ mean, variance }, first, j) =>
        (mean[j]! - first.mean[j]!) / Math.sqrt(first.variance[j]! || variance[j]!),
      raw: ({ mean }, j) => mean[j]!,
      symbol: 'μ',
    },
    {
      name: 'deviations',
      title: 'Standard deviations',
      axis: `σ ∕ σ of ${splits[0]!.name}`,
      log: true,
      of: ({ variance }, first, j) => Math.sqrt(variance[j]! / first.variance[j]!),
      raw: ({ variance }, j) => Math.sqrt(variance[j]!),
      symbol: 'σ',
    },
  ];
  return fold(
    context,
    'splits',
    'Do the splits differ?',
    total === 0
      ? 'no'
      : mismatches.map(({ split, count: differing }) => `${split}: ${count(differing)}`).join(', '),
    h('ul', {}, ...said),
    ...(chosen.length === 0
      ? []
      : [
          splitLegend(splits),
          h(
            'div',
            { class: 'columns' },
            ...measures.map((measure) => dumbbells(context, report, features, chosen, measure)),
          ),
        ]),
    h(
      'p',
      { class: 'note' },
      `The sizes of the splits are taken into account, and at most ${rate} of the features named are expected to be false alarms.`,
    ),
  );
}

const most = 12;

/** Those that differ the most, turn by turn from every pair of splits. */
function mostDifferent({ mismatches }: NormalizationReport): number[] {
  const chosen = new Set<number>();
  for (let rank = 0; rank < most && chosen.size < most; rank++)
    for (const { features } of mismatches) {
      const feature = features[rank];
      if (feature !== undefined && chosen.size < most) chosen.add(feature);
    }
  return [...chosen];
}

type Statistics = NormalizationReport['splits'][number]['statistics'];

interface Measure {
  readonly name: string;
  readonly title: string;
  readonly axis: string;
  readonly log: boolean;
  readonly symbol: string;
  /** Against the first split. */
  of(statistics: Statistics, first: Statistics, feature: number): number;
  raw(statistics: Statistics, feature: number): number;
}

function dumbbells(
  context: PanelContext,
  report: NormalizationReport,
  features: Features,
  chosen: readonly number[],
  measure: Measure,
): HTMLElement {
  const { splits, mismatches } = report;
  const q = (split: string, j: number) => {
    const found = mismatches.find((mismatch) => mismatch.split === split);
    return found ? (measure.log ? found.variance : found.mean)[j]! : NaN;
  };
  return chart(context, {
    name: measure.name,
    title: measure.title,
    label: `${measure.title} of the ${chosen.length} features that differ the most between the splits, relative to ${splits[0]!.name}.`,
    draw: (width) => drawDumbbells(features, chosen, measure, q, width),
    table: () => [
      ['feature', ...splits.flatMap(({ name }) => [`${measure.symbol} of ${name}`, `q of ${name}`])],
      ...chosen.map((j) => [
        features.name(j),
        ...splits.flatMap(({ name, statistics }) => [measure.raw(statistics, j), q(name, j)]),
      ]),
    ],
    readable: (value) => (typeof value === 'string' ? value : Number.isNaN(value) ? '–' : decimal(value, 4)),
  });
}

function drawDumbbells(
  features: Features,
  chosen: readonly number[],
  measure: Measure,
  q: (split: string, feature: number) => number,
  width: number,
): DrawnChart {
  const { splits, first } = features;
  const usable = (x: number) => Number.isFinite(x) && (!measure.log || x > 0);
  const rows = chosen.map((j) => ({
    j,
    dots: splits
      .map((split) => ({ split, x: measure.of(split.statistics, first, j) }))
      .filter(({ x }) => usable(x)),
  }));
  const values = rows.flatMap(({ dots }) => dots.map(({ x }) => x));
  const left = Math.min(width * 0.34, 10 + Math.max(...chosen.map((j) => textWidth(features.name(j)))));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = (high - low) * 0.06 || 0.1;
  const wide = measure.log && high / low > 20;
  const figure = plot({
    width,
    height: 24 * chosen.length + 48,
    marginTop: 6,
    marginLeft: left,
    marginRight: 14,
    marginBottom: 42,
    x: {
      ...(wide
        ? logScale(low, high, 6)
        : {
            type: measure.log ? ('log' as const) : ('linear' as const),
            domain: measure.log ? [low / 1.05, high * 1.05] : [low - pad, high + pad],
            ticks: width < 420 ? 3 : 5,
            tickFormat: tickText,
            tickSize: 4,
          }),
      label: null,
    },
    y: {
      type: 'point',
      domain: chosen.map(String),
      tickSize: 0,
      tickFormat: (j: string) => fitted(features.name(Number(j)), left - 8),
      label: null,
    },
    marks: [
      Plot.ruleX([measure.log ? 1 : 0], { stroke: hairline }),
      Plot.ruleY(
        rows.filter(({ dots }) => dots.length > 0),
        {
          y: ({ j }: { j: number }) => String(j),
          x1: ({ dots }: (typeof rows)[number]) => Math.min(...dots.map(({ x }) => x)),
          x2: ({ dots }: (typeof rows)[number]) => Math.max(...dots.map(({ x }) => x)),
          stroke: 'var(--gl-quiet)',
          strokeWidth: 1.5,
        },
      ),
      ...splits.map((split) => {
        const { colour, symbol } = inkOf(split.role);
        return Plot.dot(
          rows.flatMap(({ j, dots }) =>
            dots.filter((dot) => dot.split === split).map(({ x }) => ({ x, y: String(j) })),
          ),
          {
            x: 'x',
            y: 'y',
            symbol,
            r: 4,
            fill: colour,
            stroke: 'var(--vscode-editor-background)',
            strokeWidth: 1,
          },
        );
      }),
      Plot.text([measure.axis], { frameAnchor: 'bottom', dy: 36, fill: 'var(--gl-quiet)' }),
    ],
  });
  const points = rows.flatMap(({ j, dots }) =>
    dots.map(({ split, x }): ChartPoint => {
      const chance = q(split.name, j);
      return {
        x: scaled(figure, 'x', x),
        y: scaled(figure, 'y', String(j)),
        text:
          `${features.name(j)}, ${split.name}: ${measure.symbol} = ${decimal(measure.raw(split.statistics, j), 4)}` +
          (split === splits[0] ? '' : measure.log ? `, × ${decimal(x, 3)}` : `, off by ${decimal(x, 3)} σ`) +
          (Number.isNaN(chance) ? '' : `, q = ${chance < 1e-3 ? scientific(chance) : decimal(chance, 2)}`),
      };
    }),
  );
  return { svg: figure, points };
}

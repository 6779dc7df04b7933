import { quantileLevels } from '../../src/core/normalization/splitStatistics';
import { count, decimal } from '../../src/core/format';
import type { Column } from '../shared/columns';
import { h, s } from '../shared/dom';
import { type Features, quantilesOf } from './features';
import { barsOf, sparkPath, spanOf } from './histogram';
import type { SortKey } from './sorting';
import { marked } from './marked';
import { inkOf, kindWord } from './words';

const spark = { width: 104, height: 18 };

export function columnsFor(features: Features): Column<SortKey>[] {
  const { first, deviation, splits } = features;
  const name = splits[0]!.name;
  const column = (
    key: SortKey,
    title: string,
    meaning: string,
    value: (j: number) => number,
  ): Column<SortKey> => ({
    key,
    title,
    meaning,
    width: 116,
    className: 'number',
    cell: (j) => numberText(value(j)),
  });
  const several = splits.length > 1;
  return [
    {
      key: 'name',
      title: 'feature',
      meaning: 'Name, or number counted from 0',
      width: 0,
      className: 'name',
      cell: (j) => features.name(j),
    },
    {
      key: 'kind',
      title: 'kind',
      meaning: 'What was done to the feature, as far as its numbers tell',
      width: 136,
      cell: (j) => marked(kindWord(features.kind(j))),
    },
    {
      key: null,
      title: 'histogram',
      meaning: several ? 'The first split filled, the others as lines' : 'Shares of the values',
      width: spark.width + 16,
      cell: (j) => sparkline(features, j),
    },
    column('mean', 'μ', `Mean of ${name}`, (j) => first.mean[j]!),
    column('deviation', 'σ', `Standard deviation of ${name}`, (j) => deviation[j]!),
    ...(several ? [betweenColumn(features)] : []),
    {
      key: 'gaps',
      title: 'missing, infinite',
      meaning: 'Values that are missing or infinite, over all splits',
      width: 120,
      className: 'number',
      cell: (j) => (features.gaps[j] === 0 ? '–' : count(features.gaps[j]!)),
    },
    column('minimum', 'minimum', `Smallest value of ${name}`, (j) => first.minimum[j]!),
    column('maximum', 'maximum', `Largest value of ${name}`, (j) => first.maximum[j]!),
    column('median', 'median', `Median of ${name}`, (j) => features.median[j]!),
    {
      key: null,
      title: '5 % – 95 %',
      meaning: `Quantiles of ${name}: nine of ten values lie between them`,
      width: 180,
      className: 'number',
      cell: (j) => {
        const quantiles = quantilesOf(first, j);
        const at = (level: (typeof quantileLevels)[number]) => quantiles[quantileLevels.indexOf(level)]!;
        return Number.isNaN(at(0.05)) ? '–' : `${decimal(at(0.05), 4)} … ${decimal(at(0.95), 4)}`;
      },
    },
  ];
}

/** Six digits, and three where a power of ten takes the room; a dash for what is not there. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return '–';
  const fixed = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);
  return decimal(value, fixed ? 6 : 3);
}

function betweenColumn({ between, splits }: Features): Column<SortKey> {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), 2)}`;
  return {
    key: 'between',
    title: splits.length === 2 ? `${splits[1]!.name} differs` : 'splits differ',
    meaning:
      'Of the split that differs most: how far its mean lies off, in units of σ, and its σ over that of the first split. ' +
      'Marked if that is more than chance.',
    width: 210,
    className: 'number',
    cell(j) {
      const [shift, ratio] = [between.shift[j]!, between.ratio[j]!];
      if (Number.isNaN(shift)) return '–';
      const differs = between.significant[j]! > 0;
      return h(
        'span',
        { class: differs ? '' : 'quiet', title: splits[between.split[j]!]!.name },
        differs && h('span', { class: 'sign verdict-suspicious' }, '▲ '),
        `μ ${signed(shift)} σ, σ × ${decimal(ratio, 3)}`,
        between.significant[j] === 4 && ', shape',
      );
    },
  };
}

function sparkline({ splits }: Features, feature: number): Node | string {
  const all = splits.map(({ statistics }) => barsOf(statistics, feature));
  const span = spanOf(all);
  if (!span) return '–';
  const { width, height } = spark;
  const svg = s('svg', {
    class: 'spark',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true',
  });
  all.forEach((bars, i) => {
    const { colour, dash } = inkOf(splits[i]!.role);
    const line = i > 0;
    svg.append(
      s('path', {
        d: sparkPath(bars, span, width, height),
        style: line ? `stroke:${colour};fill:none` : `fill:${colour};fill-opacity:0.55`,
        'stroke-dasharray': line ? dash : null,
      }),
    );
  });
  return svg;
}

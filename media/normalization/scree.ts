import * as Plot from '@observablehq/plot';
import { decimal, power } from '../../src/core/format';
import type { Descent } from '../../src/core/normalization/conditioning';
import type { DrawnChart } from '../shared/chart';
import { logScale, plot, scaled } from '../shared/plot';

/** Eigenvalues against their rank on a logarithmic axis, before and after. */
export function drawScree(before: Descent, after: Descent, width: number): DrawnChart {
  const series = [
    { name: 'as they are', ...inks.before, points: ranked(before) },
    { name: 'normalized', ...inks.after, points: ranked(after) },
  ];
  const values = series.flatMap(({ points }) => points.map(({ value }) => value));
  const last = Math.max(2, ...series.flatMap(({ points }) => points.map(({ rank }) => rank)));
  const scale =
    values.length === 0 ? logScale(0.1, 1, 7) : logScale(Math.min(...values), Math.max(...values), 7);
  const figure = plot({
    width,
    height: 240,
    marginTop: 8,
    marginLeft: 40,
    marginRight: 14,
    marginBottom: 40,
    x: {
      domain: [1, last],
      ticks: Math.min(last - 1, width < 420 ? 4 : 8),
      tickFormat: (rank: number) => (Number.isInteger(rank) ? String(rank) : ''),
      label: null,
      tickSize: 4,
    },
    y: { ...scale, grid: true, label: null },
    marks: [
      // The dashes above the line, so that both are seen where they are the same.
      ...series
        .toReversed()
        .map(({ points, stroke, dash }) => [
          Plot.lineY(points, { x: 'rank', y: 'value', stroke, strokeDasharray: dash, strokeWidth: 1.5 }),
          points.length <= 60 ? Plot.dot(points, { x: 'rank', y: 'value', r: 2.5, fill: stroke }) : null,
        ]),
      Plot.text(['rank of the eigenvalue'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
    ],
  });
  const points = series.flatMap(({ name, points }) =>
    points.map(({ rank, value }) => ({
      x: scaled(figure, 'x', rank),
      y: scaled(figure, 'y', value),
      text: `${name}: eigenvalue ${rank} is ${decimal(value, 4)}, ${power(Math.round(Math.log10(value / points[0]!.value)))} of the largest`,
    })),
  );
  return { svg: figure, points };
}

/** The two lines of before and after: told apart by dashes as well. */
export const inks = {
  before: { stroke: 'var(--gl-before)', dash: '4,3' },
  after: { stroke: 'var(--gl-after)', dash: 'none' },
} as const;

/** Those that a logarithm can show. Where only the ends are known, the smallest stands at the rank of the matrix. */
function ranked({
  eigenvalues,
  complete,
  rank,
}: Descent): { readonly rank: number; readonly value: number }[] {
  const last = eigenvalues.length - 1;
  return Array.from(eigenvalues, (value, k) => ({
    rank: !complete && k === last ? Math.max(rank, k + 1) : k + 1,
    value,
  })).filter(({ value, rank: at }) => value > 0 && at <= rank);
}

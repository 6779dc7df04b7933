import * as Plot from '@observablehq/plot';
import { count, scientific } from '../../src/core/format';
import type { Conditioning } from '../../src/core/normalization/conditioning';
import type { DrawnChart } from '../shared/chart';
import { pairs } from './pairs';
import { hairline, logScale, plot, scaled } from '../shared/plot';
import { inks } from './scree';

/** J/J₀ against the step, before and after, on logarithmic axes. */
export function drawCurves({ before, after, tolerance }: Conditioning, width: number): DrawnChart {
  const goal = tolerance ** 2;
  const series = [
    { name: 'as they are', ...inks.before, points: readings(before.curve, goal) },
    { name: 'normalized', ...inks.after, points: readings(after.curve, goal) },
  ];
  const all = series.flatMap(({ points }) => points);
  const figure = plot({
    width,
    height: 240,
    marginTop: 8,
    marginLeft: 40,
    marginRight: 14,
    marginBottom: 40,
    x: { ...logScale(1, Math.max(10, ...all.map(({ step }) => step)), width < 420 ? 4 : 6), label: null },
    y: { ...logScale(goal, Math.max(1, ...all.map(({ cost }) => cost)), 7), grid: true, label: null },
    marks: [
      Plot.ruleY([goal], { stroke: hairline, strokeDasharray: '2,2' }),
      ...series.toReversed().map(({ points, stroke, dash }) =>
        Plot.lineY(points, {
          x: 'at',
          y: 'cost',
          stroke,
          strokeDasharray: dash,
          strokeWidth: 1.75,
          clip: true,
        }),
      ),
      Plot.text(['step'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
    ],
  });
  const points = series.flatMap(({ name, points }) =>
    points.map(({ step, at, cost }) => ({
      x: scaled(figure, 'x', at),
      y: scaled(figure, 'y', cost),
      text: `${name}: after ${count(step)} ${step === 1 ? 'step' : 'steps'} J is ${scientific(cost)} of J at the start`,
    })),
  );
  return { svg: figure, points };
}

/**
 * The axis is logarithmic: the start stands where step 1 would, and a cost that has reached the goal stands at the goal.
 */
function readings(curve: Float64Array, goal: number): Reading[] {
  return pairs(curve)
    .filter(([, cost]) => Number.isFinite(cost))
    .filter(([step], k, all) => step >= 1 || (k === 0 && all[1]?.[0] !== 1))
    .map(([step, cost]) => ({ step, at: Math.max(step, 1), cost: Math.max(cost, goal) }));
}

interface Reading {
  readonly step: number;
  /** Where it stands on the axis. */
  readonly at: number;
  readonly cost: number;
}

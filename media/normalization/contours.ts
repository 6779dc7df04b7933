import * as Plot from '@observablehq/plot';
import { decimal } from '../../src/core/format';
import type { Descent } from '../../src/core/normalization/conditioning';
import type { DrawnChart } from '../shared/chart';
import { pairs } from './pairs';
import { hairline, plot, scaled } from '../shared/plot';

/**
 * Contours of J = ½ (λ_s s² + λ_f f²) in the plane of the steepest and the flattest eigenvector, in equal units, with the
 * path of gradient descent: the flattest direction to the right, the steepest upwards.
 */
export function drawContours({ path, plane }: Descent, width: number): DrawnChart {
  const steps = pairs(path).filter((pair) => pair.every(Number.isFinite));
  const reach = 1.2 * Math.max(1e-300, ...steps.flat().map(Math.abs));
  const side = Math.min(width - 52, 320);
  const margins = { marginTop: 6, marginLeft: 36, marginRight: 12, marginBottom: 40 };
  const [steep, flat] = plane;
  const start = steps[0] ?? [reach, reach];
  const cost = (s: number, f: number) => (steep * s * s + flat * f * f) / 2;
  const levels = Array.from({ length: 7 }, (_, k) => cost(start[0], start[1]) * 4 ** (1 - k)).filter(
    (level) => level > 0,
  );
  // A path that goes to and fro for long would fill an area.
  const crowded = steps.length > 40;
  const ink = {
    stroke: 'var(--gl-train)',
    strokeWidth: crowded ? 0.5 : 1.5,
    strokeOpacity: crowded ? 0.6 : 1,
  };
  const scale = {
    domain: [-reach, reach],
    ticks: 3,
    tickFormat: (value: number) => decimalTick(value),
    label: null,
    tickSize: 3,
  };
  const figure = plot({
    width: side + margins.marginLeft + margins.marginRight,
    height: side + margins.marginTop + margins.marginBottom,
    ...margins,
    x: scale,
    y: scale,
    marks: [
      Plot.frame({ stroke: hairline }),
      ...levels.map((level) =>
        Plot.line(ellipse(level, steep, flat, reach), {
          clip: true,
          stroke: 'var(--gl-quiet)',
          strokeOpacity: 0.7,
          strokeWidth: 1,
        }),
      ),
      Plot.line(steps, { x: '1', y: '0', clip: true, ...ink }),
      Plot.dot(steps, { x: '1', y: '0', clip: true, r: crowded ? 1.5 : 2.2, fill: 'var(--gl-train)' }),
      Plot.dot([[0, 0]], { symbol: 'plus', r: 5, stroke: 'var(--vscode-foreground)' }),
      Plot.text(['flattest direction'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
      Plot.text(['steepest direction'], {
        frameAnchor: 'left',
        dx: -28,
        rotate: -90,
        textAnchor: 'middle',
        fill: 'var(--gl-quiet)',
      }),
    ],
  });
  const points = steps.map(([s, f], k) => ({
    x: scaled(figure, 'x', f),
    y: scaled(figure, 'y', s),
    text: `Step ${k}: ${decimal(s, 3)} along the steepest, ${decimal(f, 3)} along the flattest direction`,
  }));
  return { svg: figure, points };
}

function decimalTick(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** Corners of the ellipse of this cost; only its part near the frame matters, however long it is. */
function ellipse(level: number, steep: number, flat: number, reach: number): [x: number, y: number][] {
  const [a, b] = [Math.sqrt((2 * level) / flat), Math.sqrt((2 * level) / steep)];
  const corners = 240;
  // Evenly in x over what can be seen, so that a very long ellipse is as smooth as a circle.
  const most = Math.min(a, 1.02 * reach);
  const half = Array.from({ length: corners + 1 }, (_, i): [number, number] => {
    const x = -most * Math.cos((Math.PI * i) / corners);
    return [x, b * Math.sqrt(Math.max(0, 1 - (x / a) ** 2))];
  });
  return [...half, ...half.toReversed().map(([x, y]): [number, number] => [x, -y])];
}

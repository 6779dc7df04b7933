import { count, decimal, power } from '../../src/core/format';
import type { HeatColours, Ramp } from '../shared/colour';
import { css } from '../shared/colour';
import { type DrawnChart, stepAlong } from '../shared/chart';
import { h, s, uniqueId } from '../shared/dom';
import { alignedExponents, niceTicks } from '../shared/ticks';
import { gridPixels, rowPosition, rowRange, type ValueGrid } from './valueGrid';
import { percent } from './words';

/** Histograms of all layers side by side: a column for each layer, darker where more of its values lie. */

const plotHeight = 260;
const margin = { left: 52, right: 12, top: 8, bottom: 78 };

export interface Columns {
  /** Numbers of the layers, in order. */
  readonly layers: readonly number[];
  /** Of a layer, for the read-out. */
  title(column: number): string;
  go(column: number): (() => void) | undefined;
  /** What the values are of, for the axis. */
  readonly symbol: string;
}

export function drawDistribution(
  grid: ValueGrid,
  { layers, title, go, symbol }: Columns,
  width: number,
  colours: HeatColours,
  ramp: Ramp,
): DrawnChart {
  const plotWidth = Math.max(40, width - margin.left - margin.right);
  const height = margin.top + plotHeight + margin.bottom;
  const columnWidth = plotWidth / grid.columns;
  const rowHeight = plotHeight / grid.rows;
  const canvas = paint(grid, ramp, colours, plotWidth);
  const parts: SVGElement[] = [
    s('rect', {
      class: 'frame',
      x: margin.left - 0.5,
      y: margin.top - 0.5,
      width: plotWidth + 1,
      height: plotHeight + 1,
    }),
  ];
  const label = (x: number, y: number, anchor: string, text: string, className = 'tick') =>
    parts.push(s('text', { x, y, class: className, 'text-anchor': anchor }, text));
  const bottom = margin.top + plotHeight;
  const first = layers[0] ?? 1;
  const last = layers.at(-1) ?? 1;
  for (const layer of niceTicks(first, last, Math.max(2, plotWidth / 56)))
    if (Number.isInteger(layer)) {
      const column = layers.indexOf(layer);
      if (column >= 0)
        label(margin.left + (column + 0.5) * columnWidth, bottom + 14, 'middle', String(layer));
    }
  label(margin.left + plotWidth / 2, bottom + 30, 'middle', 'layer', 'axis-title');
  label(margin.left - 6, margin.top + plotHeight / 2 + 4, 'end', '0');
  for (const exponent of alignedExponents(grid.low, grid.high, 6))
    for (const sign of [1, -1] as const) {
      const y = margin.top + rowPosition(grid, exponent, sign) * rowHeight;
      if (Math.abs(y - (margin.top + plotHeight / 2)) < 14) continue;
      label(margin.left - 6, y + 4, 'end', `${sign < 0 ? '−' : ''}${power(exponent)}`);
    }
  const turned = s('text', { class: 'axis-title', 'text-anchor': 'middle' }, `values of ${symbol}`);
  turned.setAttribute('transform', `translate(10 ${margin.top + plotHeight / 2}) rotate(-90)`);
  parts.push(turned, legend(ramp, plotWidth, bottom + 40, grid));
  const svg = s('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...parts);
  const size = grid.rows * grid.columns;
  const middle = (grid.rows - 1) / 2;
  return {
    svg,
    canvas: { element: canvas, x: margin.left, y: margin.top },
    reader: {
      point: (at) => {
        const [row, column] = [Math.floor(at / grid.columns), at % grid.columns];
        return {
          x: margin.left + (column + 0.5) * columnWidth,
          y: margin.top + (row + 0.5) * rowHeight,
          text: `${title(column)}: ${cellText(grid, row, column)}`,
          go: go(column),
        };
      },
      under(x, y) {
        const column = Math.floor((x - margin.left) / columnWidth);
        const row = Math.floor((y - margin.top) / rowHeight);
        if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) return -1;
        return row * grid.columns + column;
      },
      step(at, key, far) {
        if (size === 0) return null;
        const [row, column] = at < 0 ? [middle, -1] : [Math.floor(at / grid.columns), at % grid.columns];
        if (key === 'ArrowUp' || key === 'ArrowDown') {
          const next = row + (key === 'ArrowUp' ? -1 : 1) * (far ? grid.rowsPerDecade : 1);
          return Math.min(grid.rows - 1, Math.max(0, next)) * grid.columns + Math.max(0, column);
        }
        const next = stepAlong(column, key, far, grid.columns);
        return next === null ? null : row * grid.columns + next;
      },
    },
  };
}

/** `0.01 to 0.018, 312 of 10 000 values (3.1 %)`. */
export function cellText(grid: ValueGrid, row: number, column: number): string {
  const { from, to } = rowRange(grid, row);
  const values = grid.counts[row * grid.columns + column]!;
  const missing = grid.notFinite[column]! > 0 ? `, ${count(grid.notFinite[column]!)} not finite` : '';
  if (Number.isNaN(values)) return 'no such array';
  const total = grid.total[column]!;
  if (total === 0) return `no finite values${missing}`;
  const where =
    from === 0 ? `zero, or smaller than ${power(grid.low)}` : `${decimal(from, 2)} to ${decimal(to, 2)}`;
  return `${where}, ${count(values)} of ${count(total)} values (${percent(values / total)})${missing}`;
}

function paint(grid: ValueGrid, ramp: Ramp, colours: HeatColours, width: number): HTMLCanvasElement {
  const density = window.devicePixelRatio || 1;
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(plotHeight * density);
  Object.assign(canvas.style, {
    left: `${margin.left}px`,
    top: `${margin.top}px`,
    width: `${width}px`,
    height: `${plotHeight}px`,
  });
  const context = canvas.getContext('2d');
  if (!context || grid.columns === 0) return canvas;
  const small = new OffscreenCanvas(grid.columns, grid.rows);
  const pixels = gridPixels(grid, ramp, colours.missing);
  small.getContext('2d')?.putImageData(new ImageData(pixels, grid.columns, grid.rows), 0, 0);
  // Fewer pixels than layers: neighbours are averaged instead of left out.
  context.imageSmoothingEnabled = grid.columns > canvas.width;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function legend(ramp: Ramp, plotWidth: number, y: number, { total, notFinite }: ValueGrid): SVGElement {
  const lost = notFinite.some((values, column) => values > 0 && total[column] === 0);
  const id = uniqueId('legend');
  const width = Math.min(220, plotWidth);
  const stops = ramp
    .filter((_, i) => i % 15 === 0)
    .map((colour, i, all) => s('stop', { offset: i / (all.length - 1), 'stop-color': css(colour) }));
  return s(
    'g',
    { transform: `translate(${margin.left} ${y})` },
    s('defs', {}, s('linearGradient', { id }, ...stops)),
    s('rect', { class: 'frame', width, height: 8, style: `fill: url(#${id})` }),
    s('text', { y: 22, class: 'tick' }, 'none'),
    s('text', { x: width, y: 22, class: 'tick', 'text-anchor': 'end' }, 'all values'),
    s('text', { x: width / 2, y: 22, class: 'axis-title', 'text-anchor': 'middle' }, 'log (1 + number)'),
    ...(lost ? [s('text', { y: 36, class: 'tick' }, 'grey: no finite values')] : []),
  );
}

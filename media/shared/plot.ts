import * as Plot from '@observablehq/plot';
import { decimal, power } from '../../src/core/format';
import { exponentTicks } from './ticks';

/** What all charts of the panel have in common. */

export const hairline = 'var(--gl-hairline)';

export const style = {
  background: 'none',
  color: 'var(--vscode-foreground)',
  fontFamily: 'inherit',
  fontSize: '11px',
  overflow: 'visible',
} as const;

/** A plot as its SVG: without a legend or a title, that is what Plot returns. */
export function plot(options: Plot.PlotOptions): SVGSVGElement & Plot.Plot {
  return Plot.plot({ style, ...options }) as SVGSVGElement & Plot.Plot;
}

/** Pixel of a value. */
export function scaled(figure: Plot.Plot, scale: 'x' | 'y', value: unknown): number {
  return Number(figure.scale(scale)?.apply(value) ?? NaN);
}

export function tickText(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? decimal(value, 2)
    : String(Number(value.toPrecision(6))).replace('-', '−');
}

/** A logarithmic axis between two values, with powers of ten. */
export function logScale(low: number, high: number, most: number): Plot.ScaleOptions {
  const [from, to] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const top = Math.max(to, from + 1);
  return {
    type: 'log',
    domain: [10 ** from, 10 ** top],
    ticks: exponentTicks(from, top, most).map((exponent) => 10 ** exponent),
    tickFormat: (value: number) => power(Math.round(Math.log10(value))),
    tickSize: 4,
  };
}

let ruler: CanvasRenderingContext2D | null = null;

/** Pixels of a label of a chart. */
export function textWidth(text: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * 7;
  ruler.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

/** A text that fits, cut with an ellipsis where it must be. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const signs = [...text];
  while (signs.length > 1 && textWidth(`${signs.join('')}…`) > width) signs.pop();
  return `${signs.join('')}…`;
}

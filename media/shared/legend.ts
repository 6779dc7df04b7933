import { h, s } from './dom';

/** Names beside the signs that a chart draws them with. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly symbol: LegendSymbol;
}

export type LegendSymbol =
  'circle' | 'square' | 'triangle' | 'diamond' | 'line' | 'dashed' | 'dotted' | 'band';

export function legend(entries: readonly LegendEntry[]): HTMLElement {
  return h('ul', { class: 'legend' }, ...legendItems(entries));
}

/** The entries alone, for a legend that changes. */
export function legendItems(entries: readonly LegendEntry[]): HTMLElement[] {
  return entries.map(({ name, colour, symbol }) => h('li', {}, sign(symbol, colour), name));
}

const shapes: Readonly<Record<LegendSymbol, string>> = {
  circle: 'M6 2a4 4 0 1 0 .01 0Z',
  square: 'M2.5 2.5h7v7h-7Z',
  triangle: 'M6 1.5 10.5 10h-9Z',
  diamond: 'M6 1 10.5 6 6 11 1.5 6Z',
  line: 'M0 6H14',
  dashed: 'M0 6H4M6 6H10M12 6H14',
  dotted: 'M0 6H2M4 6H6M8 6H10M12 6H14',
  band: 'M0 2H14V10H0Z',
};

function sign(symbol: LegendSymbol, colour: string): SVGElement {
  const line = symbol === 'line' || symbol === 'dashed' || symbol === 'dotted';
  return s(
    'svg',
    { width: line || symbol === 'band' ? 14 : 12, height: 12, 'aria-hidden': 'true' },
    s('path', {
      d: shapes[symbol],
      style: line
        ? `stroke:${colour};stroke-width:1.5;fill:none`
        : `fill:${colour};fill-opacity:${symbol === 'band' ? 0.3 : 1}`,
    }),
  );
}

import { h, s } from '../shared/dom';
import type { SplitReport } from '../../src/protocol/normalization';
import { inkOf, type SplitInk } from './words';

/** Names beside the signs that a chart draws them with. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly symbol: SplitInk['symbol'] | 'line' | 'dashed';
}

export function legend(entries: readonly LegendEntry[]): HTMLElement {
  return h(
    'ul',
    { class: 'legend' },
    ...entries.map(({ name, colour, symbol }) => h('li', {}, sign(symbol, colour), name)),
  );
}

export function splitLegend(splits: readonly SplitReport[]): HTMLElement {
  return legend(
    splits.map(({ name, role }) => ({ name, colour: inkOf(role).colour, symbol: inkOf(role).symbol })),
  );
}

const shapes: Readonly<Record<LegendEntry['symbol'], string>> = {
  circle: 'M6 2a4 4 0 1 0 .01 0Z',
  square: 'M2.5 2.5h7v7h-7Z',
  triangle: 'M6 1.5 10.5 10h-9Z',
  diamond: 'M6 1 10.5 6 6 11 1.5 6Z',
  line: 'M0 6H14',
  dashed: 'M0 6H4M6 6H10M12 6H14',
};

function sign(symbol: LegendEntry['symbol'], colour: string): SVGElement {
  const line = symbol === 'line' || symbol === 'dashed';
  return s(
    'svg',
    { width: line ? 14 : 12, height: 12, 'aria-hidden': 'true' },
    s('path', {
      d: shapes[symbol],
      style: line ? `stroke:${colour};stroke-width:1.5;fill:none` : `fill:${colour}`,
    }),
  );
}

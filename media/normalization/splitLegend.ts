import type { SplitReport } from '../../src/protocol/normalization';
import { legend } from '../shared/legend';
import { inkOf } from './words';

export function splitLegend(splits: readonly SplitReport[]): HTMLElement {
  return legend(
    splits.map(({ name, role }) => ({ name, colour: inkOf(role).colour, symbol: inkOf(role).symbol })),
  );
}

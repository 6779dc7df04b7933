import { decimal, scientific } from '../../core/format';

/** A number in a table of statistics; an en dash where there is none. */
export function statistic(value: number): string {
  return Number.isNaN(value) ? '–' : decimal(value, 4);
}

/** A deviation, of which the power of ten matters; 0 as 0. */
export function deviation(value: number): string {
  return Number.isNaN(value) ? '–' : scientific(value);
}

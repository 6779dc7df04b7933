import { count, decimal, scientific } from '../../core/format';

/** A number in a table of statistics: four digits, or two where only its power of ten matters; an en dash for none. */
export function statistic(value: number): string {
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return scientific(value);
  if (size < 9999.5) return decimal(value, 4);
  return value < 0 ? `−${count(-value)}` : count(value);
}

/** A deviation, of which the power of ten matters; 0 as 0. */
export function deviation(value: number): string {
  return Number.isNaN(value) ? '–' : scientific(value);
}

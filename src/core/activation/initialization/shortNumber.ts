import { decimal } from '../../format';

/** Up to three digits, without zeros at the end: 0.01, 1.5, 2. */
export function shortNumber(value: number): string {
  const short = Number(value.toPrecision(3));
  return /e/.test(String(short)) ? decimal(short, 3) : String(short).replace('-', '−');
}

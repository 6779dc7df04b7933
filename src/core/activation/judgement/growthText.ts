import { count, decimal, scientific } from '../../format';
import type { FormatLimit, Growth, NumberFormat } from '../growth';

/** `1.50`, `0.41`, `2.6 × 10⁻⁵`. */
export function factorText(factor: number): string {
  return factor >= 0.0995 && factor < 99.5 ? factor.toFixed(2) : decimal(factor, 2);
}

/** `1.50 × per layer`, `as layer^−0.52`. */
export function lawText({ perLayer, exponent }: Growth): string {
  return exponent === null ? `${factorText(perLayer)} × per layer` : `as layer^${decimal(exponent.value, 2)}`;
}

/** `0.99 × per layer (0.96–1.02)`; the ends only where they differ. */
export function lawWithInterval(growth: Growth): string {
  const [low, high] = growth.exponent === null ? growth.interval : growth.exponent.interval;
  const text = growth.exponent === null ? factorText : (value: number): string => decimal(value, 2);
  const [from, to] = [text(low), text(high)];
  if (from === to) return lawText(growth);
  return `${lawText(growth)} (${from}${low < 0 ? ' to ' : '–'}${to})`;
}

/** `2.6 × 10²⁶ over 150 layers`; of a number without power of ten `250 × over 12 layers`. */
export function totalText({ total }: Growth, layers: number): string {
  const number = total >= 1e4 ? scientific(total) : decimal(total, 2);
  return `${number}${number.includes('×') ? '' : ' ×'} over ${layers} ${layers === 1 ? 'layer' : 'layers'}`;
}

/** `; float32 overflows at layer 119`, `; float32 would overflow with 219 layers`; empty where that format does not end. */
export function limitText(
  limits: readonly FormatLimit[],
  direction: FormatLimit['direction'],
  { exploding, format, depth }: { exploding: boolean; format: NumberFormat; depth: number },
): string {
  const kind = exploding ? 'overflow' : 'underflow';
  const limit = limits.find(
    (one) => one.direction === direction && one.kind === kind && one.format === format,
  );
  if (limit === undefined) return '';
  if (!limit.within) return `; ${format} would ${kind} with ${count(limit.layer)} layers`;
  const layer = direction === 'forward' ? limit.layer : depth + 1 - limit.layer;
  return `; ${format} ${kind}s at layer ${count(layer)}`;
}

import type { Verdict } from '../../src/core/gradient/verdict';
import { exponentTicks } from '../shared/ticks';
import { power } from '../../src/core/format';
import { severity } from '../shared/marks';

/** Where everything goes on the axis of relative differences. Pixels; no DOM. */

export interface AxisItem {
  readonly name: string;
  readonly verdict: Verdict;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly resolution: number;
}

export interface AxisScale {
  /** Pixel of a relative difference; zero and NaN have places of their own at the ends. */
  readonly x: (value: number) => number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** Ends of the logarithmic part. */
  readonly left: number;
  readonly right: number;
  readonly hasZero: boolean;
  readonly hasMissing: boolean;
}

const slot = 30;

/** The scale for `items` between the pixels `from` and `to`; 10⁰ is always its right end. */
export function axisScale(
  items: readonly AxisItem[],
  extra: readonly number[],
  from: number,
  to: number,
): AxisScale {
  const values = [...items.flatMap((item) => [item.value, item.resolution]), ...extra];
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const smallest = positive.length > 0 ? Math.min(...positive) : 1e-10;
  const lowest = Math.max(-18, Math.min(-9, Math.floor(Math.log10(smallest) + 1e-9)));
  const hasZero = values.includes(0);
  const hasMissing = items.some((item) => !Number.isFinite(item.value)) || extra.some(Number.isNaN);
  const left = from + (hasZero ? slot : 0);
  const right = to - (hasMissing ? slot * 1.5 : 0);
  const at = (exponent: number) => left + ((exponent - lowest) / -lowest) * (right - left);
  const x = (value: number) => {
    if (!Number.isFinite(value)) return hasMissing ? to - slot / 2 : right;
    if (value <= 0) return hasZero ? from + 6 : left;
    return at(Math.min(0, Math.max(lowest, Math.log10(value))));
  };
  const ticks = exponentTicks(lowest, 0, Math.max(3, Math.floor((right - left) / 44))).map((exponent) => ({
    x: at(exponent),
    label: power(exponent),
  }));
  if (hasZero) ticks.unshift({ x: from + 6, label: '0' });
  if (hasMissing) ticks.push({ x: to - slot / 2, label: 'n/a' });
  return { x, ticks, left, right, hasZero, hasMissing };
}

export interface PlacedItem {
  readonly item: AxisItem;
  readonly x: number;
  /** Whisker ends; equal to `x` where there is nothing to show. */
  readonly low: number;
  readonly high: number;
  /** Pixel of the resolution's tick. */
  readonly resolution: number;
  /** 0 is next to the axis. */
  readonly lane: number;
  readonly label: 'left' | 'right' | null;
}

export interface LaneOptions {
  readonly from: number;
  readonly to: number;
  readonly maxLanes: number;
  readonly textWidth: (text: string) => number;
}

const radius = 5;
const gap = 5;

/**
 * Puts the dots into lanes so that neither dots, whiskers nor labels overlap. The worst are placed first, next to the axis;
 * when the lanes are full, correct tensors go without a label.
 */
export function placeItems(items: readonly AxisItem[], scale: AxisScale, options: LaneOptions): PlacedItem[] {
  const lanes: [number, number][][] = [];
  const fits = (lane: number, from: number, to: number) =>
    (lanes[lane] ?? []).every(([start, end]) => to + gap <= start || from >= end + gap);
  const take = (lane: number, from: number, to: number) => (lanes[lane] ??= []).push([from, to]);

  // From the axis upwards: worst first, then from the last tensor to the first, so that they read downwards as in the model.
  const order = [...items].reverse().sort((a, b) => severity(b.verdict) - severity(a.verdict));
  return order.map((item) => {
    const x = scale.x(item.value);
    const low = Math.min(x, Number.isFinite(item.low) ? scale.x(item.low) : x);
    const high = Math.max(x, Number.isFinite(item.high) ? scale.x(item.high) : x);
    const placed = { item, x, low, high, resolution: scale.x(item.resolution) };
    const left = Math.min(low, x - radius);
    const right = Math.max(high, x + radius);
    const text = options.textWidth(item.name) + gap;
    for (let lane = 0; lane < options.maxLanes; lane++) {
      if (right + text <= options.to && fits(lane, left, right + text)) {
        take(lane, left, right + text);
        return { ...placed, lane, label: 'right' as const };
      }
      if (left - text >= options.from && fits(lane, left - text, right)) {
        take(lane, left - text, right);
        return { ...placed, lane, label: 'left' as const };
      }
    }
    // Full: a dot alone, a little higher if need be. Only hundreds of tensors would lie upon each other.
    const highest = options.maxLanes + 5;
    let lane = 0;
    while (lane < highest && !fits(lane, left, right)) lane++;
    take(lane, left, right);
    return { ...placed, lane, label: null };
  });
}

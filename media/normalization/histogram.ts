import type { SplitStatistics } from '../../src/core/normalization/splitStatistics';

/** Histograms as densities, so that splits of different sizes and bins can lie over each other. */
export interface Bars {
  readonly from: number;
  readonly width: number;
  /** Share of the values per unit of x, bin by bin; empty where there are no finite values. */
  readonly density: readonly number[];
}

export function barsOf({ histogram, count }: SplitStatistics, feature: number): Bars {
  const { bins, from, width, counts } = histogram;
  const step = width[feature]! > 0 ? width[feature]! : 1;
  if (!(count[feature]! > 0)) return { from: from[feature]!, width: step, density: [] };
  const own = Array.from(counts.subarray(feature * bins, (feature + 1) * bins));
  const total = own.reduce((sum, value) => sum + value, 0);
  return { from: from[feature]!, width: step, density: own.map((value) => value / total / step) };
}

/** What several histograms span; null if none has values. */
export function spanOf(
  all: readonly Bars[],
): { readonly low: number; readonly high: number; readonly top: number } | null {
  const filled = all.filter(({ density }) => density.length > 0);
  if (filled.length === 0) return null;
  return {
    low: Math.min(...filled.map(({ from }) => from)),
    high: Math.max(...filled.map(({ from, width, density }) => from + width * density.length)),
    top: Math.max(...filled.flatMap(({ density }) => density)),
  };
}

/** The outline as corners (x, density), from the axis up, along, and down again. */
export function outline({ from, width, density }: Bars): (readonly [x: number, y: number])[] {
  if (density.length === 0) return [];
  const corners: (readonly [number, number])[] = [[from, 0]];
  density.forEach((y, k) => corners.push([from + k * width, y], [from + (k + 1) * width, y]));
  corners.push([from + density.length * width, 0]);
  return corners;
}

/** The same as an SVG path, in a box of `width` × `height` pixels. */
export function sparkPath(
  bars: Bars,
  span: NonNullable<ReturnType<typeof spanOf>>,
  width: number,
  height: number,
): string {
  const x = (value: number) => (((value - span.low) / (span.high - span.low)) * width).toFixed(1);
  const y = (value: number) => (height - (value / span.top) * height).toFixed(1);
  return outline(bars)
    .map(([at, density], i) => `${i === 0 ? 'M' : 'L'}${x(at)} ${y(density)}`)
    .join('');
}

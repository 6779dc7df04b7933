import type { View } from './views';

/** Views of one size by a number of theirs, for looking up the one that a product must have made. */
export class ValueIndex {
  private readonly shelves = new Map<string, { keys: Float64Array; views: View[] }>();

  /** @param keyOf the number to look up by; views for which it is not finite are left out */
  constructor(views: readonly View[], keyOf: (view: View) => number) {
    const entries = new Map<string, { key: number; view: View }[]>();
    for (const view of views) {
      const key = keyOf(view);
      if (!Number.isFinite(key)) continue;
      const size = sizeKey(view.units, view.examples);
      const shelf = entries.get(size) ?? [];
      entries.set(size, shelf);
      shelf.push({ key, view });
    }
    for (const [size, shelf] of entries) {
      shelf.sort((a, b) => a.key - b.key || a.view.record - b.view.record);
      this.shelves.set(size, {
        keys: Float64Array.from(shelf, ({ key }) => key),
        views: shelf.map(({ view }) => view),
      });
    }
  }

  /** Views of so many units and examples whose number lies within the tolerance of the key. */
  *near(units: number, examples: number, key: number, tolerance: number): Generator<View> {
    const shelf = this.shelves.get(sizeKey(units, examples));
    if (shelf === undefined) return;
    for (
      let i = firstFrom(shelf.keys, key - tolerance);
      i < shelf.keys.length && shelf.keys[i]! <= key + tolerance;
      i++
    )
      yield shelf.views[i]!;
  }

  has(units: number, examples: number): boolean {
    return this.shelves.has(sizeKey(units, examples));
  }
}

function sizeKey(units: number, examples: number): string {
  return `${units}x${examples}`;
}

/** Of numbers in rising order, where those begin that are not less. */
export function firstFrom(sorted: ArrayLike<number>, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

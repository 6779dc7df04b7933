import { histogramBins, type Histograms } from '../splitStatistics';
import type { Ranges } from './ranges';
import { scaled } from './scale';

/** Cells kept of each feature; what is handed out joins up to four of them to a bin. */
const cells = 4 * histogramBins;
const smallest = -1074;

/**
 * A histogram of each feature over values whose range is not known before. Cells have a width that is a power of two and
 * begin at multiples of it, so that cells can be joined when the range grows, and histograms of two parts added, without an error.
 */
export class HistogramCounts {
  private readonly counts: Uint32Array;
  /** log₂ of the width of the cells of each feature. */
  private readonly exponent: Int16Array;
  /** The first cell, in widths from 0. */
  private readonly first: Float64Array;
  private readonly used: Uint8Array;

  constructor(readonly features: number) {
    this.counts = new Uint32Array(features * cells);
    this.exponent = new Int16Array(features);
    this.first = new Float64Array(features);
    this.used = new Uint8Array(features);
  }

  /**
   * @param sorted finite values
   * @param ranges of all values so far, these included
   */
  add(feature: number, sorted: Float64Array, { minimum, maximum }: Ranges): void {
    this.cover(feature, minimum[feature]!, maximum[feature]!);
    const { counts } = this;
    const exponent = this.exponent[feature]!;
    const base = feature * cells - this.first[feature]!;
    if (maximum[feature]! >= 0 && Math.abs(exponent) < 1000) {
      const perWidth = 2 ** -exponent;
      for (let i = 0; i < sorted.length; i++) counts[base + Math.floor(sorted[i]! * perWidth)]! += 1;
    } else {
      for (let i = 0; i < sorted.length; i++) counts[base + cellOf(sorted[i]!, exponent)]! += 1;
    }
  }

  /**
   * Adds the counts of another.
   * @param ranges of the values of both
   */
  merge(other: HistogramCounts, { minimum, maximum }: Ranges): void {
    for (let feature = 0; feature < this.features; feature++) {
      if (other.used[feature] === 0) continue;
      this.cover(feature, minimum[feature]!, maximum[feature]!);
      const finer = other.exponent[feature]! - this.exponent[feature]!;
      if (finer > 0) this.widen(feature, finer, cellOf(minimum[feature]!, other.exponent[feature]!));
      const by = this.exponent[feature]! - other.exponent[feature]!;
      for (let cell = 0; cell < cells; cell++) {
        const count = other.counts[feature * cells + cell]!;
        if (count === 0) continue;
        const at = cellOf(other.first[feature]! + cell, by) - this.first[feature]!;
        this.counts[feature * cells + at]! += count;
      }
    }
  }

  finish({ minimum, maximum }: Ranges): Histograms {
    const { features } = this;
    const from = new Float64Array(features).fill(NaN);
    const width = new Float64Array(features);
    const counts = new Uint32Array(features * histogramBins);
    for (let feature = 0; feature < features; feature++) {
      if (this.used[feature] === 0) continue;
      const [lowest, highest] = this.span(feature, minimum[feature]!, maximum[feature]!);
      const joined = Math.ceil((highest - lowest + 1) / histogramBins);
      const single = minimum[feature] === maximum[feature];
      const unit = 2 ** this.exponent[feature]!;
      from[feature] = single ? minimum[feature]! : Math.max(lowest * unit, -Number.MAX_VALUE);
      width[feature] = single ? 0 : joined * unit;
      for (let cell = lowest; cell <= highest; cell++) {
        const bin = Math.floor((cell - lowest) / joined);
        counts[feature * histogramBins + bin]! += this.counts[feature * cells + cell - this.first[feature]!]!;
      }
    }
    return { bins: histogramBins, from, width, counts };
  }

  /** Sees to it that all of a range has cells. */
  private cover(feature: number, minimum: number, maximum: number): void {
    if (this.used[feature] === 0) {
      this.used[feature] = 1;
      this.exponent[feature] = narrowest(minimum, maximum);
      this.first[feature] = this.span(feature, minimum, maximum)[0];
    }
    let [lowest, highest] = this.span(feature, minimum, maximum);
    let wider = 0;
    while (!(highest - lowest < cells)) {
      wider += 1;
      const exponent = this.exponent[feature]! + wider;
      [lowest, highest] = [cellOf(minimum, exponent), cellOf(maximum, exponent)];
    }
    if (wider > 0) this.widen(feature, wider, lowest);
    else if (lowest < this.first[feature]! || highest >= this.first[feature]! + cells)
      this.move(feature, lowest);
  }

  private span(feature: number, minimum: number, maximum: number): [lowest: number, highest: number] {
    const exponent = this.exponent[feature]!;
    return [cellOf(minimum, exponent), cellOf(maximum, exponent)];
  }

  /** Joins 2^times cells to one each. */
  private widen(feature: number, times: number, first: number): void {
    const old = this.taken(feature);
    const before = this.first[feature]!;
    this.exponent[feature]! += times;
    this.first[feature] = first;
    for (let cell = 0; cell < cells; cell++) {
      if (old[cell] !== 0) this.counts[feature * cells + cellOf(before + cell, times) - first]! += old[cell]!;
    }
  }

  private move(feature: number, first: number): void {
    const old = this.taken(feature);
    const by = this.first[feature]! - first;
    this.first[feature] = first;
    for (let cell = 0; cell < cells; cell++) {
      if (old[cell] !== 0) this.counts[feature * cells + cell + by]! += old[cell]!;
    }
  }

  private taken(feature: number): Uint32Array {
    const own = this.counts.subarray(feature * cells, (feature + 1) * cells);
    const old = own.slice();
    own.fill(0);
    return old;
  }
}

/** ⌊value / 2^exponent⌋. What is too close to 0 for that division keeps its side. */
function cellOf(value: number, exponent: number): number {
  const cell = Math.floor(scaled(value, -exponent));
  return value < 0 && cell > -1 ? -1 : cell;
}

/** log₂ of cells that part a range into at most half of the cells; where there is no range, of cells near the value's last digits. */
function narrowest(minimum: number, maximum: number): number {
  const size = Math.max(Math.abs(minimum), Math.abs(maximum));
  // Half, so that the difference of two values of opposite sign does not overflow.
  const half = maximum / 2 - minimum / 2;
  const byRange = half === 0 ? -Infinity : Math.ceil(Math.log2(half)) + 1 - Math.floor(Math.log2(cells / 2));
  const byDigits = size === 0 ? smallest + 60 : Math.floor(Math.log2(size)) - 40;
  return Math.min(Math.max(byRange, byDigits, smallest), 1023);
}

import type { Block } from '../block';

/** Finite values of a feature that are worked on at once. */
export const runLength = 1024;

/**
 * Collects the finite values of each feature until there are enough for a run, whatever shape the blocks have. What is made
 * of runs therefore does not depend on how a table is cut into blocks. Takes no more memory than there are values.
 */
export class PendingValues {
  readonly missing: Float64Array;
  readonly infinite: Float64Array;
  private readonly lengths: Int32Array;
  /** (features × room) */
  private values: Float64Array;
  private room = 16;

  /** @param full takes each full run; it may reorder the values, which are gone afterwards */
  constructor(
    private readonly features: number,
    private readonly full: (feature: number, values: Float64Array) => void,
  ) {
    this.missing = new Float64Array(features);
    this.infinite = new Float64Array(features);
    this.lengths = new Int32Array(features);
    this.values = new Float64Array(features * this.room);
  }

  add({ major, examples, firstFeature, features, values }: Block): void {
    const [between, stride] = major === 'examples' ? [1, features] : [examples, 1];
    for (let own = 0; own < features; own++)
      this.append(firstFeature + own, values, own * between, stride, examples);
  }

  merge(other: PendingValues): void {
    for (let feature = 0; feature < this.features; feature++) {
      this.missing[feature]! += other.missing[feature]!;
      this.infinite[feature]! += other.infinite[feature]!;
      this.append(feature, other.values, feature * other.room, 1, other.lengths[feature]!);
    }
  }

  /** What is left of a feature: fewer values than a run, in no order. */
  rest(feature: number): Float64Array {
    const from = feature * this.room;
    return this.values.subarray(from, from + this.lengths[feature]!);
  }

  private append(feature: number, from: Float64Array, start: number, stride: number, count: number): void {
    const end = start + count * stride;
    for (let at = start; at < end;) {
      const base = feature * this.room;
      const room = base + this.room;
      const { values } = this;
      let to = base + this.lengths[feature]!;
      for (; at < end && to < room; at += stride) {
        const value = from[at]!;
        // NaN and the infinities are what is not 0 when it is taken from itself.
        if (value - value === 0) values[to++] = value;
        else if (value !== value) this.missing[feature]! += 1;
        else this.infinite[feature]! += 1;
      }
      this.lengths[feature] = to - base;
      if (to === room) this.makeRoom(feature);
    }
  }

  private makeRoom(feature: number): void {
    if (this.room < runLength) this.grow();
    else {
      this.full(feature, this.rest(feature));
      this.lengths[feature] = 0;
    }
  }

  private grow(): void {
    const before = { values: this.values, room: this.room };
    this.room = Math.min(2 * before.room, runLength);
    this.values = new Float64Array(this.features * this.room);
    for (let feature = 0; feature < this.features; feature++) {
      const from = feature * before.room;
      this.values.set(before.values.subarray(from, from + this.lengths[feature]!), feature * this.room);
    }
  }
}

/** Values of a buffer. With 512, the rank of a quantile is off by less than 0.5% (standard deviation about 0.12%). */
const capacity = 512;
/** What a full buffer hands on: a sorted run. */
const half = capacity / 2;

/**
 * Quantiles of values that come in any order and number, from a few buffers of sorted values: when a buffer is full every
 * other of its values goes on with twice the weight (Karnin, Lang and Liberty 2016, with buffers of one size). Exact as long
 * as the values fit into one buffer.
 */
export class QuantileSketch {
  private readonly levels: Level[] = [];
  private count = 0;
  private random: number;

  constructor(seed: number) {
    this.random = seed * 2654435761 + 1;
  }

  add(values: Float64Array, length: number): void {
    this.count += length;
    const bottom = this.level(0);
    for (let from = 0; from < length;) {
      const taken = Math.min(capacity - bottom.length, length - from);
      bottom.append(values, from, taken);
      from += taken;
      if (bottom.length === capacity) this.compact(0);
    }
  }

  merge(other: QuantileSketch): void {
    this.count += other.count;
    other.levels.forEach(({ values, length }, height) => {
      for (let from = 0; from < length;) {
        const level = this.level(height);
        const taken = Math.min(capacity - level.length, length - from);
        level.append(values, from, taken);
        from += taken;
        if (level.length === capacity) this.compact(height);
      }
    });
  }

  /** Values at these levels, interpolated between neighbours where the sketch is exact; NaN if there are none. */
  quantiles(at: readonly number[]): readonly number[] {
    if (this.count === 0) return at.map(() => NaN);
    if (this.levels.length === 1) {
      const { values, length } = this.levels[0]!;
      const sorted = values.slice(0, length).sort();
      return at.map((level) => interpolated(sorted, level));
    }
    const held = this.levels.flatMap(({ values, length }, height) =>
      Array.from(values.subarray(0, length), (value) => ({ value, weight: 2 ** height })),
    );
    held.sort((a, b) => a.value - b.value);
    let [i, below] = [0, 0];
    return at.map((level) => {
      while (i < held.length - 1 && below + held[i]!.weight < level * this.count) below += held[i++]!.weight;
      return held[i]!.value;
    });
  }

  private level(height: number): Level {
    return (this.levels[height] ??= new Level());
  }

  /** Hands every other value of a full level on to the next. */
  private compact(height: number): void {
    const level = this.level(height);
    const above = this.level(height + 1);
    if (height > 0 && level.inRuns && above.length % half === 0) above.pushMerged(level.values, this.bit());
    else {
      level.values.sort();
      for (let i = this.bit(); i < capacity; i += 2) above.push(level.values[i]!);
    }
    level.clear();
    if (above.length === capacity) this.compact(height + 1);
  }

  /** A linear congruential generator: which of two neighbours goes on must not follow the data. */
  private bit(): 0 | 1 {
    this.random = (Math.imul(this.random, 1664525) + 1013904223) | 0;
    return this.random < 0 ? 1 : 0;
  }
}

/** Grows with what it holds: most features of wide data have few values. */
class Level {
  values = new Float64Array(16);
  length = 0;
  /** True while it holds nothing but runs that were handed on whole. */
  inRuns = true;

  /** Takes every other value of two sorted runs together, from the first or the second on. */
  pushMerged(runs: Float64Array, from: 0 | 1): void {
    this.reserve(this.length + half);
    const { values } = this;
    let [i, j, to] = [0, half, this.length];
    for (let at = 0; at < capacity; at++) {
      const value = j === capacity || (i < half && runs[i]! <= runs[j]!) ? runs[i++]! : runs[j++]!;
      if ((at & 1) === from) values[to++] = value;
    }
    this.length = to;
  }

  push(value: number): void {
    this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  append(values: Float64Array, from: number, count: number): void {
    this.reserve(this.length + count);
    this.inRuns = false;
    this.values.set(values.subarray(from, from + count), this.length);
    this.length += count;
  }

  clear(): void {
    this.length = 0;
    this.inRuns = true;
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = new Float64Array(Math.min(capacity, Math.max(length, 2 * this.values.length)));
    grown.set(this.values.subarray(0, this.length));
    this.values = grown;
  }
}

/** As between the order statistics around level·(n − 1). */
function interpolated(sorted: Float64Array, level: number): number {
  const at = level * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  const part = at - Math.floor(at);
  return low * (1 - part) + high * part;
}

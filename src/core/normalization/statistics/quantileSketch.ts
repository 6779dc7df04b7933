import { runLength } from './pending';

/** Values of a run when every other one is left out. */
const half = runLength / 2;

/** Sorted values that stand for equally many each. */
interface Run {
  readonly values: Float64Array;
  held: boolean;
}

/** Room for runs on their way up, shared by the sketches of all features. */
export class RunScratch {
  readonly one = new Float64Array(half);
  readonly other = new Float64Array(half);
}

/**
 * Quantiles of values in any order and number, from sorted runs. Every other value of a run stands for two; two runs whose
 * values stand for equally many are merged, and every other value of both stands for twice as many (Agarwal, Cormode, Huang,
 * Phillips, Wei and Yi 2012, "Mergeable summaries", section 3). Chance says whether the first or the second of two neighbours
 * goes on, and the next time it is the other (as in Manku, Rajagopalan and Lindsay 1998), so that errors cancel.
 */
export class QuantileSketch {
  /** A value of run k stands for 2^(k + 1). */
  private readonly runs: Run[] = [];
  private random: number;
  /** Bit k: the last choice for run k, and whether the next one must be the other. */
  private choices = 0;
  private owed = 0;

  constructor(
    seed: number,
    private readonly scratch: RunScratch,
  ) {
    this.random = Math.imul(seed, 0x9e3779b1) | 0;
  }

  /** @param sorted `runLength` values */
  add(sorted: Float64Array): void {
    const { one } = this.scratch;
    const first = this.choice(0);
    for (let i = 0; i < half; i++) one[i] = sorted[2 * i + first]!;
    this.carry(0, one);
  }

  merge(other: QuantileSketch): void {
    other.runs.forEach(({ values, held }, height) => {
      if (held) this.carry(height, values);
    });
  }

  /**
   * Values at ascending levels; NaN if there are none.
   * @param rest sorted values that made no run; if there is no run either, the quantiles are exact and interpolated
   */
  quantiles(levels: readonly number[], rest: Float64Array): readonly number[] {
    const held = this.runs.flatMap(({ values, held }, height) =>
      held ? [{ values, weight: 2 ** (height + 1), at: 0 }] : [],
    );
    if (held.length === 0) return levels.map((level) => interpolated(rest, level));
    const all = [{ values: rest, weight: 1, at: 0 }, ...held];
    const count = all.reduce((sum, { values, weight }) => sum + values.length * weight, 0);
    let [reached, value] = [0, -Infinity];
    return levels.map((level) => {
      while (reached < level * count) {
        let least = all[0]!;
        // Past the end of a run there is undefined, which is not less than anything.
        for (const run of all)
          if (!(least.at < least.values.length) || run.values[run.at]! < least.values[least.at]!) least = run;
        value = least.values[least.at]!;
        least.at += 1;
        reached += least.weight;
      }
      return value;
    });
  }

  private carry(from: number, values: Float64Array): void {
    const { one, other } = this.scratch;
    let carried = values;
    for (let height = from; ; height++) {
      const run = (this.runs[height] ??= { values: new Float64Array(half), held: false });
      if (!run.held) {
        run.values.set(carried);
        run.held = true;
        return;
      }
      const into = carried === one ? other : one;
      thinMerged(run.values, carried, this.choice(height + 1), into);
      run.held = false;
      carried = into;
    }
  }

  private choice(height: number): 0 | 1 {
    const bit = 2 ** height;
    if ((this.owed & bit) !== 0 || this.coin()) this.choices ^= bit;
    this.owed ^= bit;
    return (this.choices & bit) === 0 ? 0 : 1;
  }

  /** A linear congruential generator. */
  private coin(): boolean {
    this.random = (Math.imul(this.random, 1664525) + 1013904223) | 0;
    return this.random < 0;
  }
}

/** Every other value of two sorted runs together, from the first or the second on. */
function thinMerged(a: Float64Array, b: Float64Array, first: 0 | 1, into: Float64Array): void {
  let [i, j, goesOn] = [0, 0, first === 0];
  for (let to = 0; to < half; goesOn = !goesOn) {
    const value = j === half || (i < half && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
    if (goesOn) into[to++] = value;
  }
}

/** Between the order statistics around level·(n − 1). */
function interpolated(sorted: Float64Array, level: number): number {
  if (sorted.length === 0) return NaN;
  const at = level * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  const part = at - Math.floor(at);
  return low * (1 - part) + high * part;
}

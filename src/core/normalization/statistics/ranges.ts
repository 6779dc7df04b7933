/** Smallest and largest value of each feature, and whether all are whole numbers. */
export class Ranges {
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  readonly whole: Uint8Array;

  constructor(readonly features: number) {
    this.minimum = new Float64Array(features).fill(Infinity);
    this.maximum = new Float64Array(features).fill(-Infinity);
    this.whole = new Uint8Array(features).fill(1);
  }

  /** @param sorted at least one value */
  add(feature: number, sorted: Float64Array): void {
    this.minimum[feature] = Math.min(this.minimum[feature]!, sorted[0]!);
    this.maximum[feature] = Math.max(this.maximum[feature]!, sorted[sorted.length - 1]!);
    if (this.whole[feature] === 1 && !areWhole(sorted)) this.whole[feature] = 0;
  }

  merge(other: Ranges): void {
    for (let feature = 0; feature < this.features; feature++) {
      this.minimum[feature] = Math.min(this.minimum[feature]!, other.minimum[feature]!);
      this.maximum[feature] = Math.max(this.maximum[feature]!, other.maximum[feature]!);
      this.whole[feature]! &= other.whole[feature]!;
    }
  }
}

/** Stops at the first that is not, which mostly is the first. */
function areWhole(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}

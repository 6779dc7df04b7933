import { scaled, scaleOf } from './scale';

/**
 * Central moments of each feature up to the fourth, over sorted runs of values. Values are taken relative to the median of the
 * feature's first run, so that a mean of 1e9 costs the variance no digits; each run is passed twice (the corrected two-pass
 * formula of Chan, Golub and LeVeque 1983), and runs are merged pairwise (Chan, Golub and LeVeque 1979; Pébay 2008 for the third
 * and fourth moment).
 */
export class Moments {
  readonly count: Float64Array;
  private readonly shift: Float64Array;
  /** Of the values less the shift. */
  private readonly mean: Float64Array;
  private readonly m2: Float64Array;
  private readonly m3: Float64Array;
  private readonly m4: Float64Array;
  /** log₂ of the unit of all of these: not 0 only where squares would overflow or vanish. */
  private readonly exponent: Int16Array;

  constructor(readonly features: number) {
    this.count = new Float64Array(features);
    this.shift = new Float64Array(features);
    this.mean = new Float64Array(features);
    this.m2 = new Float64Array(features);
    this.m3 = new Float64Array(features);
    this.m4 = new Float64Array(features);
    this.exponent = new Int16Array(features);
  }

  /** @param sorted finite values */
  add(feature: number, sorted: Float64Array): void {
    const { length } = sorted;
    if (length === 0) return;
    const exponent = scaleOf(Math.max(Math.abs(sorted[0]!), Math.abs(sorted[length - 1]!)));
    this.coarsen(feature, exponent);
    const unit = this.exponent[feature]!;
    const values = unit === 0 ? sorted : sorted.map((value) => scaled(value, -unit));
    if (this.count[feature] === 0) this.shift[feature] = values[length >> 1]!;
    this.addRun(feature, values);
  }

  /** Takes what another has gathered of other examples of the same features. */
  merge(other: Moments): void {
    for (let feature = 0; feature < this.features; feature++) {
      if (other.count[feature] === 0) continue;
      this.coarsen(feature, other.exponent[feature]!);
      const by = other.exponent[feature]! - this.exponent[feature]!;
      const shift = scaled(other.shift[feature]!, by);
      if (this.count[feature] === 0) this.shift[feature] = shift;
      this.combine(
        feature,
        other.count[feature]!,
        scaled(other.mean[feature]!, by) + (shift - this.shift[feature]!),
        scaled(other.m2[feature]!, 2 * by),
        scaled(other.m3[feature]!, 3 * by),
        scaled(other.m4[feature]!, 4 * by),
      );
    }
  }

  meanOf(feature: number): number {
    if (this.count[feature] === 0) return NaN;
    return scaled(this.shift[feature]! + this.mean[feature]!, this.exponent[feature]!);
  }

  /** With 1/count; Infinity where that is too large for a number. */
  varianceOf(feature: number): number {
    return scaled(this.m2[feature]! / this.count[feature]!, 2 * this.exponent[feature]!);
  }

  /** √variance, also where the variance is too large or too small for a number. */
  deviationOf(feature: number): number {
    return scaled(Math.sqrt(this.m2[feature]! / this.count[feature]!), this.exponent[feature]!);
  }

  /** m₄/m₂², NaN of a constant. */
  kurtosisOf(feature: number): number {
    const m2 = this.m2[feature]!;
    return (this.m4[feature]! / m2 / m2) * this.count[feature]!;
  }

  private addRun(feature: number, values: Float64Array): void {
    const { length } = values;
    const shift = this.shift[feature]!;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[i]! - shift;
    const mean = sum / length;
    let [s1, s2, s3, s4] = [0, 0, 0, 0];
    for (let i = 0; i < length; i++) {
      const d = values[i]! - shift - mean;
      const square = d * d;
      s1 += d;
      s2 += square;
      s3 += square * d;
      s4 += square * square;
    }
    // What the rounded mean leaves over.
    const rest = s1 / length;
    const m2 = Math.max(s2 - s1 * rest, 0);
    this.combine(feature, length, mean + rest, m2, s3 - 3 * rest * s2, s4 - 4 * rest * s3);
  }

  private combine(feature: number, nB: number, meanB: number, m2B: number, m3B: number, m4B: number): void {
    const nA = this.count[feature]!;
    const n = nA + nB;
    const [m2A, m3A] = [this.m2[feature]!, this.m3[feature]!];
    const delta = nA === 0 ? 0 : meanB - this.mean[feature]!;
    const share = delta / n;
    const [shareA, shareB] = [share * nA, share * nB];
    this.count[feature] = n;
    this.mean[feature] = nA === 0 ? meanB : this.mean[feature]! + shareB;
    this.m2[feature]! += m2B + delta * shareA * nB;
    this.m3[feature]! += m3B + delta * shareA * share * nB * (nA - nB) + 3 * (shareA * m2B - shareB * m2A);
    this.m4[feature]! +=
      m4B +
      delta * shareA * nB * share * share * (nA * nA - nA * nB + nB * nB) +
      6 * (shareA * shareA * m2B + shareB * shareB * m2A) +
      4 * (shareA * m3B - shareB * m3A);
  }

  /** Sees to it that the unit of a feature is no smaller than 2^exponent. */
  private coarsen(feature: number, exponent: number): void {
    const before = this.exponent[feature]!;
    if (this.count[feature] === 0) this.exponent[feature] = exponent;
    if (this.count[feature] === 0 || exponent <= before) return;
    const by = before - exponent;
    this.exponent[feature] = exponent;
    this.shift[feature] = scaled(this.shift[feature]!, by);
    this.mean[feature] = scaled(this.mean[feature]!, by);
    this.m2[feature] = scaled(this.m2[feature]!, 2 * by);
    this.m3[feature] = scaled(this.m3[feature]!, 3 * by);
    this.m4[feature] = scaled(this.m4[feature]!, 4 * by);
  }
}

/** Values summed up at once: rounding grows with their number. */
const run = 1024;

/**
 * Central moments of each feature up to the fourth, over values that come in pieces of any size. Values are taken relative
 * to the feature's first one, so that a mean of 1e9 costs the variance no digits; each piece is passed twice, and pieces are
 * merged by the formulas of Chan, Golub and LeVeque (1979) and Pébay (2008) for the third and fourth.
 */
export class Moments {
  readonly count: Float64Array;
  private readonly shift: Float64Array;
  /** Of the values less the shift. */
  private readonly mean: Float64Array;
  private readonly m2: Float64Array;
  private readonly m3: Float64Array;
  private readonly m4: Float64Array;

  constructor(readonly features: number) {
    this.count = new Float64Array(features);
    this.shift = new Float64Array(features);
    this.mean = new Float64Array(features);
    this.m2 = new Float64Array(features);
    this.m3 = new Float64Array(features);
    this.m4 = new Float64Array(features);
  }

  /** Takes the first `length` of finite `values` of a feature. */
  add(feature: number, values: Float64Array, length: number): void {
    if (length === 0) return;
    if (this.count[feature] === 0) this.shift[feature] = values[0]!;
    const shift = this.shift[feature]!;
    for (let from = 0; from < length; from += run)
      this.addRun(feature, values, from, Math.min(from + run, length), shift);
  }

  /** Takes what another has gathered of other examples of the same features. */
  merge(other: Moments): void {
    for (let feature = 0; feature < this.features; feature++) {
      if (other.count[feature] === 0) continue;
      if (this.count[feature] === 0) this.shift[feature] = other.shift[feature]!;
      this.combine(
        feature,
        other.count[feature]!,
        other.mean[feature]! + (other.shift[feature]! - this.shift[feature]!),
        other.m2[feature]!,
        other.m3[feature]!,
        other.m4[feature]!,
      );
    }
  }

  meanOf(feature: number): number {
    return this.count[feature] === 0 ? NaN : this.shift[feature]! + this.mean[feature]!;
  }

  /** With 1/count. */
  varianceOf(feature: number): number {
    const count = this.count[feature]!;
    return count === 0 ? NaN : this.m2[feature]! / count;
  }

  /** m₄/m₂², NaN of a constant. */
  kurtosisOf(feature: number): number {
    const m2 = this.m2[feature]!;
    return m2 === 0 ? NaN : (this.m4[feature]! / m2 / m2) * this.count[feature]!;
  }

  private addRun(feature: number, values: Float64Array, from: number, to: number, shift: number): void {
    const count = to - from;
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]! - shift;
    const mean = sum / count;
    let [s1, s2, s3, s4] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const d = values[i]! - shift - mean;
      const square = d * d;
      s1 += d;
      s2 += square;
      s3 += square * d;
      s4 += square * square;
    }
    // What the rounded mean leaves over.
    const rest = s1 / count;
    const m2 = s2 - s1 * rest;
    this.combine(feature, count, mean + rest, m2 > 0 ? m2 : 0, s3 - 3 * rest * s2, s4 - 4 * rest * s3);
  }

  private combine(feature: number, nB: number, meanB: number, m2B: number, m3B: number, m4B: number): void {
    const nA = this.count[feature]!;
    const n = nA + nB;
    const [m2A, m3A] = [this.m2[feature]!, this.m3[feature]!];
    const delta = nA === 0 ? meanB : meanB - this.mean[feature]!;
    const share = nA === 0 ? 0 : delta / n;
    const [shareA, shareB] = [share * nA, share * nB];
    this.count[feature] = n;
    this.mean[feature]! += nA === 0 ? meanB : shareB;
    this.m2[feature] = m2A + m2B + delta * shareA * nB;
    this.m3[feature] =
      m3A + m3B + delta * shareA * share * nB * (nA - nB) + 3 * (shareA * m2B - shareB * m2A);
    this.m4[feature] =
      this.m4[feature]! +
      m4B +
      delta * shareA * nB * share * share * (nA * nA - nA * nB + nB * nB) +
      6 * (shareA * shareA * m2B + shareB * shareB * m2A) +
      4 * (shareA * m3B - shareB * m3A);
  }
}

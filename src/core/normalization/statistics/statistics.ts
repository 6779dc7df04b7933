import type { Block } from '../block';
import { quantileLevels, type SplitStatistics } from '../splitStatistics';
import { Columns } from './columns';
import { constancyCode, constancyOf } from './constancy';
import { HistogramCounts } from './histogram';
import { Moments } from './moments';
import { QuantileSketch } from './quantileSketch';

export interface StatisticsSettings {
  /** u of the format the data are stored in; 2⁻⁵³, that of float64, if it is not told. */
  readonly unitRoundoff?: number;
}

/** Gathers the statistics of a split from its blocks, in constant memory. */
export interface StatisticsAccumulator {
  /** Takes a block; its features are counted from the first of the accumulator's. */
  add(block: Block): void;
  /** Takes what another has gathered of other examples of the same features. */
  merge(other: StatisticsAccumulator): void;
  finish(): SplitStatistics;
}

/** @param features how many features, which may be some of those of wide data */
export function createStatistics(features: number, settings: StatisticsSettings = {}): StatisticsAccumulator {
  return new Statistics(features, settings.unitRoundoff ?? 2 ** -53);
}

class Statistics implements StatisticsAccumulator {
  private readonly columns = new Columns();
  private readonly moments: Moments;
  private readonly histogram: HistogramCounts;
  private readonly sketches: readonly QuantileSketch[];
  private readonly seen: Float64Array;
  private readonly missing: Float64Array;
  private readonly infinite: Float64Array;
  private readonly minimum: Float64Array;
  private readonly maximum: Float64Array;
  private readonly whole: Uint8Array;

  constructor(
    private readonly features: number,
    private readonly unitRoundoff: number,
  ) {
    this.moments = new Moments(features);
    this.histogram = new HistogramCounts(features);
    this.sketches = Array.from({ length: features }, (_, feature) => new QuantileSketch(feature + 1));
    this.seen = new Float64Array(features);
    this.missing = new Float64Array(features);
    this.infinite = new Float64Array(features);
    this.minimum = new Float64Array(features).fill(Infinity);
    this.maximum = new Float64Array(features).fill(-Infinity);
    this.whole = new Uint8Array(features).fill(1);
  }

  add(block: Block): void {
    for (let own = 0; own < block.features; own++) {
      const feature = block.firstFeature + own;
      const { values, length, missing, infinite } = this.columns.of(block, own);
      this.seen[feature]! += block.examples;
      this.missing[feature]! += missing;
      this.infinite[feature]! += infinite;
      this.range(feature, values, length);
      this.moments.add(feature, values, length);
      this.histogram.add(feature, values, length, this.minimum[feature]!, this.maximum[feature]!);
      this.sketches[feature]!.add(values, length);
    }
  }

  merge(other: StatisticsAccumulator): void {
    if (!(other instanceof Statistics) || other.features !== this.features)
      throw new RangeError('statistics of other features cannot be merged');
    for (let feature = 0; feature < this.features; feature++) {
      this.seen[feature]! += other.seen[feature]!;
      this.missing[feature]! += other.missing[feature]!;
      this.infinite[feature]! += other.infinite[feature]!;
      this.minimum[feature] = Math.min(this.minimum[feature]!, other.minimum[feature]!);
      this.maximum[feature] = Math.max(this.maximum[feature]!, other.maximum[feature]!);
      this.whole[feature]! &= other.whole[feature]!;
      this.sketches[feature]!.merge(other.sketches[feature]!);
    }
    this.moments.merge(other.moments);
    this.histogram.merge(other.histogram, this.minimum, this.maximum);
  }

  finish(): SplitStatistics {
    const { features, moments, minimum, maximum } = this;
    const per = (value: (feature: number) => number): Float64Array =>
      Float64Array.from({ length: features }, (_, feature) => value(feature));
    const held = (values: Float64Array): Float64Array =>
      per((feature) => (moments.count[feature] === 0 ? NaN : values[feature]!));
    const mean = per((feature) => clamped(moments.meanOf(feature), minimum[feature]!, maximum[feature]!));
    const variance = per((feature) =>
      minimum[feature] === maximum[feature] ? 0 : moments.varianceOf(feature),
    );
    const quantiles = new Float64Array(features * quantileLevels.length);
    this.sketches.forEach((sketch, feature) =>
      quantiles.set(sketch.quantiles(quantileLevels), feature * quantileLevels.length),
    );
    const constancy = Uint8Array.from({ length: features }, (_, feature) =>
      constancyCode(
        constancyOf(
          {
            count: moments.count[feature]!,
            mean: mean[feature]!,
            variance: variance[feature]!,
            minimum: minimum[feature]!,
            maximum: maximum[feature]!,
          },
          this.unitRoundoff,
        ),
      ),
    );
    return {
      examples: this.seen.reduce((most, seen) => Math.max(most, seen), 0),
      features,
      count: moments.count.slice(),
      missing: this.missing.slice(),
      infinite: this.infinite.slice(),
      mean,
      variance,
      kurtosis: per((feature) => (variance[feature] === 0 ? NaN : moments.kurtosisOf(feature))),
      minimum: held(minimum),
      maximum: held(maximum),
      whole: this.whole.map((whole, feature) => (moments.count[feature] === 0 ? 0 : whole)),
      quantiles,
      histogram: this.histogram.finish(minimum, maximum),
      constancy,
    };
  }

  private range(feature: number, values: Float64Array, length: number): void {
    let [low, high] = [this.minimum[feature]!, this.maximum[feature]!];
    for (let i = 0; i < length; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.minimum[feature] = low;
    this.maximum[feature] = high;
    if (this.whole[feature] === 1 && !areWhole(values, length)) this.whole[feature] = 0;
  }
}

/** Stops at the first that is not, which mostly is the first. */
function areWhole(values: Float64Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}

/** Rounding takes no mean out of the range of the values. */
function clamped(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

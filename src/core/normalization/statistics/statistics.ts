import type { Block } from '../block';
import { constancies, quantileLevels, type SplitStatistics } from '../splitStatistics';
import { constancyOf } from './constancy';
import { HistogramCounts } from './histogram';
import { Moments } from './moments';
import { PendingValues, runLength } from './pending';
import { QuantileSketch, RunScratch } from './quantileSketch';
import { Ranges } from './ranges';
import { RunSorter } from './sortRun';

export interface StatisticsSettings {
  /** u of the format the data are stored in; 2⁻⁵³, that of float64, if it is not told. */
  readonly unitRoundoff?: number;
}

/** Gathers the statistics of a split from its blocks, in constant memory. */
export interface StatisticsAccumulator {
  /** Takes a block; its features are counted from the first of the accumulator's. */
  add(block: Block): void;
  /** Takes what another has gathered of other examples of the same features; the other is left as it is. */
  merge(other: StatisticsAccumulator): void;
  /** Ends it: nothing can be added or merged afterwards. */
  finish(): SplitStatistics;
}

/** Memory for a feature of this many examples: values of a run, the sketch's runs, moments and histogram. */
export function bytesPerFeature(examples: number): number {
  const pending = 8 * Math.min(2 * examples, runLength);
  const runs = 4 * runLength * Math.max(0, Math.ceil(Math.log2(examples / runLength)) + 1);
  return 1000 + pending + runs;
}

/**
 * What is gathered does not depend on how the table is cut into blocks, only on the order of the examples of each feature.
 * @param features how many features, which may be some of those of wide data
 */
export function createStatistics(features: number, settings: StatisticsSettings = {}): StatisticsAccumulator {
  return new Statistics(features, settings.unitRoundoff ?? 2 ** -53);
}

class Statistics implements StatisticsAccumulator {
  private readonly sorter = new RunSorter();
  private readonly scratch = new RunScratch();
  private readonly pending: PendingValues;
  private readonly ranges: Ranges;
  private readonly moments: Moments;
  private readonly histogram: HistogramCounts;
  /** Of features with more values than a run. */
  private readonly sketches: (QuantileSketch | undefined)[];
  private result: SplitStatistics | null = null;

  constructor(
    private readonly features: number,
    private readonly unitRoundoff: number,
  ) {
    this.pending = new PendingValues(features, (feature, values) => {
      this.takeRun(feature, values);
      this.sketchOf(feature).add(values);
    });
    this.ranges = new Ranges(features);
    this.moments = new Moments(features);
    this.histogram = new HistogramCounts(features);
    this.sketches = Array.from({ length: features });
  }

  add(block: Block): void {
    this.assertOpen();
    this.pending.add(block);
  }

  merge(other: StatisticsAccumulator): void {
    this.assertOpen();
    if (!(other instanceof Statistics) || other.features !== this.features)
      throw new RangeError('statistics of other features cannot be merged');
    other.assertOpen();
    this.ranges.merge(other.ranges);
    this.moments.merge(other.moments);
    this.histogram.merge(other.histogram, this.ranges);
    other.sketches.forEach((sketch, feature) => sketch && this.sketchOf(feature).merge(sketch));
    this.pending.merge(other.pending);
  }

  finish(): SplitStatistics {
    return (this.result ??= this.finished());
  }

  private finished(): SplitStatistics {
    const { features, pending, ranges, moments } = this;
    const quantiles = new Float64Array(features * quantileLevels.length);
    for (let feature = 0; feature < features; feature++) {
      const rest = pending.rest(feature);
      this.takeRun(feature, rest);
      const sketch = this.sketches[feature] ?? new QuantileSketch(feature, this.scratch);
      quantiles.set(sketch.quantiles(quantileLevels, rest), feature * quantileLevels.length);
    }
    const { count } = moments;
    const per = (value: (feature: number) => number): Float64Array =>
      Float64Array.from({ length: features }, (_, feature) => (count[feature] === 0 ? NaN : value(feature)));
    const minimum = per((feature) => ranges.minimum[feature]!);
    const maximum = per((feature) => ranges.maximum[feature]!);
    const mean = per((feature) => clamped(moments.meanOf(feature), minimum[feature]!, maximum[feature]!));
    const constancy = Uint8Array.from({ length: features }, (_, feature) =>
      constancies.indexOf(
        constancyOf(
          {
            count: count[feature]!,
            mean: mean[feature]!,
            deviation: moments.deviationOf(feature),
            minimum: minimum[feature]!,
            maximum: maximum[feature]!,
          },
          this.unitRoundoff,
        ),
      ),
    );
    const { missing, infinite } = pending;
    return {
      examples: count.reduce((most, held, at) => Math.max(most, held + missing[at]! + infinite[at]!), 0),
      features,
      count,
      missing,
      infinite,
      mean,
      variance: per((feature) => moments.varianceOf(feature)),
      kurtosis: per((feature) => moments.kurtosisOf(feature)),
      minimum,
      maximum,
      whole: ranges.whole.map((whole, feature) => (count[feature] === 0 ? 0 : whole)),
      quantiles,
      histogram: this.histogram.finish(ranges),
      constancy,
    };
  }

  /** Sorts values of a feature and takes all from them but the quantiles. */
  private takeRun(feature: number, values: Float64Array): void {
    if (values.length === 0) return;
    this.sorter.sort(values);
    this.ranges.add(feature, values);
    this.moments.add(feature, values);
    this.histogram.add(feature, values, this.ranges);
  }

  private sketchOf(feature: number): QuantileSketch {
    return (this.sketches[feature] ??= new QuantileSketch(feature, this.scratch));
  }

  private assertOpen(): void {
    if (this.result !== null) throw new Error('these statistics are finished');
  }
}

/** Rounding takes no mean out of the range of the values. */
function clamped(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

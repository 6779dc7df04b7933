import {
  constancies,
  histogramBins,
  quantileLevels,
  type SplitStatistics,
} from '../../../../../src/core/normalization/splitStatistics';

/** Statistics of a whole table in memory, one array per feature: two passes and a sort. */
export function exactStatistics(columns: readonly ArrayLike<number>[]): SplitStatistics {
  const features = columns.length;
  const make = (): Float64Array => new Float64Array(features);
  const result = {
    examples: columns[0]?.length ?? 0,
    features,
    count: make(),
    missing: make(),
    infinite: make(),
    mean: make(),
    variance: make(),
    kurtosis: make(),
    minimum: make(),
    maximum: make(),
    whole: new Uint8Array(features),
    quantiles: new Float64Array(features * quantileLevels.length),
    histogram: {
      bins: histogramBins,
      from: make(),
      width: make(),
      counts: new Uint32Array(features * histogramBins),
    },
    constancy: new Uint8Array(features),
  };
  columns.forEach((column, feature) => {
    const values = Float64Array.from(column).filter(Number.isFinite).sort();
    const m = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / m;
    let [second, fourth, whole] = [0, 0, 1];
    for (const value of values) {
      const square = (value - mean) ** 2;
      second += square;
      fourth += square * square;
      if (!Number.isInteger(value)) whole = 0;
    }
    result.count[feature] = m;
    result.missing[feature] = column.length - m;
    result.mean[feature] = mean;
    result.variance[feature] = second / m;
    result.kurtosis[feature] = fourth / m / (second / m) ** 2;
    const [low, high] = [values[0] ?? NaN, values[m - 1] ?? NaN];
    [result.minimum[feature], result.maximum[feature], result.whole[feature]] = [low, high, whole];
    const rounding = m * 2 ** -53;
    const near = second / m <= (rounding * mean) ** 2;
    const kind = m === 0 ? 'empty' : low === high ? 'constant' : near ? 'near-constant' : 'varying';
    result.constancy[feature] = constancies.indexOf(kind);
    quantileLevels.forEach((level, at) => {
      result.quantiles[feature * quantileLevels.length + at] = values[Math.floor(level * (m - 1))] ?? NaN;
    });
    const width = (high - low) / histogramBins;
    [result.histogram.from[feature], result.histogram.width[feature]] = [low, width];
    for (const value of values) {
      const bin = width > 0 ? Math.min(histogramBins - 1, Math.floor((value - low) / width)) : 0;
      result.histogram.counts[feature * histogramBins + bin]! += 1;
    }
  });
  return result;
}

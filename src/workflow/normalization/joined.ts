import type { SplitStatistics } from '../../core/normalization/splitStatistics';

/** The statistics of all features, from those of some each, in order. */
export function joined(parts: readonly SplitStatistics[]): SplitStatistics {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const wide = (pick: (part: SplitStatistics) => Float64Array): Float64Array => {
    const values = new Float64Array(parts.reduce((sum, part) => sum + pick(part).length, 0));
    fill(values, parts.map(pick));
    return values;
  };
  const bytes = (pick: (part: SplitStatistics) => Uint8Array): Uint8Array => {
    const values = new Uint8Array(parts.reduce((sum, part) => sum + pick(part).length, 0));
    fill(values, parts.map(pick));
    return values;
  };
  const counts = new Uint32Array(parts.reduce((sum, { histogram }) => sum + histogram.counts.length, 0));
  fill(
    counts,
    parts.map(({ histogram }) => histogram.counts),
  );
  return {
    examples: first!.examples,
    features: parts.reduce((sum, { features }) => sum + features, 0),
    count: wide((part) => part.count),
    missing: wide((part) => part.missing),
    infinite: wide((part) => part.infinite),
    mean: wide((part) => part.mean),
    variance: wide((part) => part.variance),
    kurtosis: wide((part) => part.kurtosis),
    minimum: wide((part) => part.minimum),
    maximum: wide((part) => part.maximum),
    whole: bytes((part) => part.whole),
    quantiles: wide((part) => part.quantiles),
    histogram: {
      bins: first!.histogram.bins,
      from: wide((part) => part.histogram.from),
      width: wide((part) => part.histogram.width),
      counts,
    },
    constancy: bytes((part) => part.constancy),
  };
}

function fill<Values extends { set(from: Values, at: number): void; readonly length: number }>(
  into: Values,
  parts: readonly Values[],
): void {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
}

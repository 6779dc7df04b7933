import { takeAlong, type TakeAlongFormat } from '../../core/normalization/takeAlong';
import type { NormalizationReport } from '../../protocol/normalization';

/** μ and σ of the training split, before it was normalized where the file has that, as text to take along. */
export function scalingText(report: NormalizationReport, format: TakeAlongFormat): string {
  const { splits, featureNames, view } = report;
  const { name, raw, statistics: own } = splits[0]!;
  const statistics = raw?.statistics ?? own;
  return takeAlong(
    {
      split: raw?.name ?? name,
      examples: statistics.examples,
      names: featureNames,
      mean: statistics.mean,
      variance: statistics.variance,
      orientation: view.orientation,
    },
    format,
  );
}

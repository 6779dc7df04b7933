import { count } from '../../core/format';
import { normalizationKinds } from '../../core/normalization/verdicts';
import type { NormalizationReport } from '../../protocol/normalization';
import { table } from '../layout';
import type { Paint } from '../text';
import { statistic } from './cells';

const mostFeatures = 10;

/** The features of the training split, the worst first. */
export function featureLines(report: NormalizationReport, paint: Paint): string[] {
  const { worstFirst, featureKinds, splits, features } = report;
  const { name, statistics } = splits[0]!;
  const { mean, variance, minimum, maximum, missing } = statistics;
  const anyMissing = missing.some((value) => value > 0);
  const rows = Array.from(worstFirst.subarray(0, mostFeatures), (feature) => [
    nameOf(report, feature),
    normalizationKinds[featureKinds[feature]!]!.replace('min-max', 'min–max').replaceAll('-', ' '),
    statistic(mean[feature]!),
    statistic(Math.sqrt(variance[feature]!)),
    statistic(minimum[feature]!),
    statistic(maximum[feature]!),
    ...(anyMissing ? [count(missing[feature]!)] : []),
  ]);
  const head = ['feature', 'kind', 'μ', 'σ', 'min', 'max', ...(anyMissing ? ['missing'] : [])];
  const [top = '', ...rest] = table([head, ...rows], '    ');
  const left = features - rows.length;
  const more = left > 0 ? [paint(`    and ${count(left)} more`, 'dim')] : [];
  return ['', `  Features of ${name}, the worst first`, paint(top, 'dim'), ...rest, ...more];
}

/** The name of a feature's column, else its index from 0. */
export function nameOf({ featureNames }: NormalizationReport, feature: number): string {
  const name = featureNames?.[feature];
  return name === undefined || name === '' ? String(feature) : name;
}

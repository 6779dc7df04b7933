import { baseName, counted } from '../../core/format';
import { asksWhose } from '../../core/normalization/judgement/verdictOf';
import type { SplitProvenance, Whose } from '../../core/normalization/verdicts';
import type { NormalizationReport } from '../../protocol/normalization';
import { table, wrap } from '../layout';
import type { Paint } from '../text';
import { deviation } from './cells';
import { nameOf } from './features';

const whoseWords: Readonly<Record<Whose, string>> = {
  training: 'training',
  own: 'its own',
  pooled: 'pooled',
  none: 'none',
  'cannot-tell': 'cannot tell',
};

/** Whose statistics each split was transformed with, with the deviations that tell. */
export function provenanceLines({ provenance, overall }: NormalizationReport, paint: Paint): string[] {
  if (provenance === null) return [];
  const { splits } = provenance;
  const anyMeasured = splits.some(({ residuals }) => Object.values(residuals).some(Number.isFinite));
  const told = splits.some(({ whose }) => whose !== 'none' && whose !== 'cannot-tell');
  if (!anyMeasured || !(told || asksWhose(overall, provenance))) return [];
  const rows = provenance.splits.map(({ split, whose, residuals }) => [
    split,
    whoseWords[whose],
    deviation(residuals.training),
    deviation(residuals.own),
    deviation(residuals.pooled),
  ]);
  const head = ['split', 'normalized by', 'training', 'own', 'pooled'];
  const [top = '', ...rest] = table([head, ...rows], '    ');
  const measured = provenance.recovered
    ? 'how far the μ and σ that were applied are from those of the training split, of the split itself, and of all pooled'
    : 'how far μ and σ are from 0 and 1 in the training split, in the split itself, and in all pooled';
  const most = (pick: (split: SplitProvenance) => number): string =>
    deviation(Math.max(...provenance.splits.map(pick)));
  const limits = `rounding makes up to ${most(({ roundOff }) => roundOff)}, chance about ${most(({ samplingNoise }) => samplingNoise)}`;
  const title = `Whose statistics: ${measured}; ${limits}`;
  return ['', ...wrap(title, '  '), paint(top, 'dim'), ...rest];
}

const mostFeatures = 5;

/** Splits whose features are distributed differently, with the features that differ most. */
export function mismatchLines(report: NormalizationReport, paint: Paint): string[] {
  return report.mismatches.flatMap((mismatch) => {
    const { split, against, count, features, mean, variance, shape, level } = mismatch;
    if (count === 0) return [];
    const rows = features
      .slice(0, mostFeatures)
      .map((feature) => [
        nameOf(report, feature),
        deviation(mean[feature]!),
        deviation(variance[feature]!),
        deviation(shape[feature]!),
      ]);
    const [top = '', ...rest] = table([['feature', 'means', 'variances', 'shapes'], ...rows], '    ');
    const title = `${baseName(split)} differs from ${baseName(against)} in ${counted(count, 'feature')} (q-values; false discoveries held at ${level})`;
    return ['', ...wrap(title, '  '), paint(top, 'dim'), ...rest];
  });
}

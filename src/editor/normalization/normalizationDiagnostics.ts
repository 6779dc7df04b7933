import type { Translate } from '../../environment/translate';
import type { NormalizationEntry, Normalizations } from '../../state/normalizations';
import type { DiagnosticModel } from '../diagnosticModel';

/** The code of the problem at the line that normalizes a split with other statistics than the training split's. */
export const provenanceCode = 'statistics';

/** What a normalization report contributes to the list of problems: the line its evidence and the text agree on. */
export function normalizationDiagnostics(
  results: Normalizations,
  entry: NormalizationEntry,
  t: Translate,
): readonly DiagnosticModel[] {
  if (entry.result.kind !== 'report') return [];
  const { culprit, provenance } = entry.result.report;
  if (culprit === null || provenance === null || results.isGone(entry, culprit)) return [];
  const message = [provenance.sentence, provenance.remedy].filter((part) => part !== '').join(' ');
  return [
    {
      document: results.documentOf(entry, culprit),
      place: results.currentPlace(entry, culprit),
      severity: entry.stale ? 'information' : 'warning',
      message: entry.stale ? t('Before your edit: {0}', message) : message,
      code: provenanceCode,
    },
  ];
}

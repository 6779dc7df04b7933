import type { Problem } from '../core/problem';
import type { NormalizationReport } from '../protocol/normalization';
import type { NormalizationProgress } from '../protocol/normalizationPanel';
import { ResultStore, type StoredEntry, type Subject } from './resultStore';

/** What is known about the normalization of the inputs of a model file, or of a data file. */
export type NormalizationResult =
  | { readonly kind: 'working'; readonly progress: NormalizationProgress }
  | { readonly kind: 'report'; readonly report: NormalizationReport }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

export type NormalizationEntry = StoredEntry<NormalizationResult>;

/** The normalization results of all documents. */
export class Normalizations extends ResultStore<NormalizationResult> {
  /** Starts over for a document: whatever was known about it goes. */
  begin(subject: Subject, progress: NormalizationProgress): void {
    this.start(subject, { kind: 'working', progress });
  }

  protected filesOf(result: NormalizationResult): readonly string[] {
    return result.kind === 'problem'
      ? [result.problem.file]
      : result.kind === 'report'
        ? filesOfReport(result.report)
        : [];
  }
}

/** Files that a report speaks about: its own, those of the arrays, and that of the line it names. */
export function filesOfReport({ file, splits, culprit }: NormalizationReport): readonly string[] {
  return [
    ...new Set([file, ...splits.map((split) => split.file), ...(culprit === null ? [] : [culprit.file])]),
  ];
}

import type { Problem } from '../core/problem';
import type { CheckProgress } from '../protocol/panels';
import type { Report } from '../protocol/report';
import { ResultStore, type StoredEntry, type Subject } from './resultStore';

export type { Cell, Subject, Where } from './resultStore';

/** What is known about a document's gradients. */
export type Result =
  | { readonly kind: 'checking'; readonly progress: CheckProgress }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

export type Entry = StoredEntry<Result>;

/** The results of gradient checks. */
export class Results extends ResultStore<Result> {
  /** Starts over for a document: whatever was known about it goes. */
  begin(subject: Subject, progress: CheckProgress): void {
    this.start(subject, { kind: 'checking', progress });
  }

  protected filesOf(result: Result): readonly string[] {
    if (result.kind === 'problem') return [result.problem.file];
    if (result.kind !== 'report') return [];
    const files = new Set<string>();
    for (const check of result.report.checks) {
      for (const { location } of [...check.tensors, ...check.diagnoses])
        if (location) files.add(location.file);
    }
    return [...files];
  }
}

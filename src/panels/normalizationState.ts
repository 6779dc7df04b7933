import type { NormalizationPanelState } from '../protocol/normalizationPanel';
import { filesOfReport, type NormalizationEntry } from '../state/normalizations';

/** What the panel shows for a document. */
export function normalizationState(entry: NormalizationEntry | undefined): NormalizationPanelState {
  if (entry === undefined) return { kind: 'empty' };
  const { file, result, stale } = entry;
  switch (result.kind) {
    case 'working':
      return { kind: 'working', file, progress: result.progress };
    case 'report':
      return { kind: 'report', file, report: result.report, stale };
    case 'problem':
      return { kind: 'problem', file, problem: result.problem };
    case 'cancelled':
      return { kind: 'cancelled', file };
  }
}

/** The files a report or problem speaks about: the only ones its panel may open. */
export function filesIn({ file, result }: NormalizationEntry): ReadonlySet<string> {
  const files = new Set([file]);
  if (result.kind === 'problem') files.add(result.problem.file);
  if (result.kind === 'report') for (const one of filesOfReport(result.report)) files.add(one);
  return files;
}

import type { ActivationsPanelState, ToActivationsPanel } from '../protocol/activationsPanel';
import { filesOfReport, type ActivationEntry, type ActivationResult } from '../state/activations';

/** What the panel shows for a document. */
export function activationsState(entry: ActivationEntry | undefined): ActivationsPanelState {
  if (entry === undefined) return { kind: 'empty' };
  const { file, result, stale } = entry;
  switch (result.kind) {
    case 'working':
      return { kind: 'working', file, progress: result.progress };
    case 'report':
      return { kind: 'report', file, report: result.report, questions: result.questions, stale };
    case 'problem':
      return { kind: 'problem', file, problem: result.problem };
    case 'cancelled':
      return { kind: 'cancelled', file };
  }
}

/** Where only questions changed since, those alone: a report can be large. Null where the whole state is to be sent. */
export function changeOfQuestions(
  before: ActivationResult,
  after: ActivationResult,
): Extract<ToActivationsPanel, { type: 'questions' }> | null {
  return before.kind === 'report' && after.kind === 'report' && before.report === after.report
    ? { type: 'questions', questions: after.questions }
    : null;
}

/** The files a report or problem speaks about: the only ones its panel may open. */
export function filesIn({ file, result }: ActivationEntry): ReadonlySet<string> {
  const files = new Set([file]);
  if (result.kind === 'problem') files.add(result.problem.file);
  if (result.kind === 'report') {
    for (const one of filesOfReport(result.report)) files.add(one);
    const { whatIf, sweep } = result.questions;
    for (const problem of [whatIf?.problem, sweep?.problem]) if (problem) files.add(problem.file);
  }
  return files;
}

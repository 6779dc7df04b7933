import type { GradientPanelState, PanelFocus } from '../protocol/panels';
import type { Entry } from '../state/results';

/** What the panel shows for a document. */
export function panelState(entry: Entry | undefined, focus: PanelFocus | null): GradientPanelState {
  if (entry === undefined) return { kind: 'empty' };
  const { file, result, stale } = entry;
  switch (result.kind) {
    case 'checking':
      return { kind: 'checking', file, progress: result.progress };
    case 'report':
      return { kind: 'report', file, report: result.report, stale, focus };
    case 'problem':
      return { kind: 'problem', file, problem: result.problem };
    case 'cancelled':
      return { kind: 'cancelled', file };
  }
}

/** The files a report or problem speaks about: the only ones its panel may open. */
export function filesIn(entry: Entry): ReadonlySet<string> {
  const files = new Set([entry.file]);
  const { result } = entry;
  if (result.kind === 'problem') files.add(result.problem.file);
  if (result.kind === 'report') {
    for (const { file } of result.report.binding) if (file !== undefined) files.add(file);
    for (const check of result.report.checks) {
      for (const { location } of [...check.tensors, ...check.diagnoses])
        if (location) files.add(location.file);
    }
  }
  return files;
}

/** What a panel remembers over a restart of the editor. Anything else is as if there were nothing. */
export function restoredFile(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('file' in state)) return null;
  return typeof state.file === 'string' && state.file !== '' ? state.file : null;
}

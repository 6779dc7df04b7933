import type { Problem } from '../../src/core/problem';
import { scrollBack } from './page';
import type { Progress, ProgressState } from './states';

/** What a panel about one file is sent: nothing yet, how far the work is, a report, or why there is none. */
type State<P, R> =
  | { readonly kind: 'empty' }
  | { readonly kind: 'working'; readonly file: string; readonly progress: P }
  | ({ readonly kind: 'report'; readonly file: string; readonly stale: boolean } & R)
  | { readonly kind: 'problem'; readonly file: string; readonly problem: Problem }
  | { readonly kind: 'cancelled'; readonly file: string };

interface ReportElement {
  readonly element: HTMLElement;
  setStale(stale: boolean): void;
}

interface FileView<P, R, V> {
  show(state: State<P, R>): void;
  /** The report's view while it is shown. */
  report(): V | null;
}

/** Fills the page with the view of each state; progress on the same file is updated in place. */
export function fileView<P extends Progress, R extends object, V extends ReportElement>(parts: {
  saved(): { readonly file: string; readonly scroll: number };
  /** What was chosen of the former file means nothing; which folds stand open does. */
  startFile(file: string): void;
  empty(): HTMLElement;
  cancelled(file: string): HTMLElement;
  problem(file: string, problem: Problem): HTMLElement;
  working(file: string, progress: P): ProgressState<P>;
  report(state: R): V;
}): FileView<P, R, V> {
  const root = document.getElementById('app') ?? document.body;
  let working: { readonly file: string; readonly view: ProgressState<P> } | null = null;
  let report: V | null = null;

  function show(state: State<P, R>): void {
    if (state.kind !== 'empty' && state.file !== parts.saved().file) parts.startFile(state.file);
    if (state.kind === 'working' && working?.file === state.file) return working.view.update(state.progress);
    working = null;
    report = null;
    root.replaceChildren(element(state));
    if (state.kind === 'report') scrollBack(parts.saved().scroll);
  }

  function element(state: State<P, R>): HTMLElement {
    switch (state.kind) {
      case 'empty':
        return parts.empty();
      case 'cancelled':
        return parts.cancelled(state.file);
      case 'problem':
        return parts.problem(state.file, state.problem);
      case 'working': {
        const view = parts.working(state.file, state.progress);
        working = { file: state.file, view };
        return view.element;
      }
      case 'report': {
        report = parts.report(state);
        report.setStale(state.stale);
        return report.element;
      }
    }
  }

  return { show, report: () => report };
}

import type {
  CheckProgress,
  FromGradientPanel,
  GradientPanelState,
  ToGradientPanel,
} from '../../src/protocol/panels';
import { openChannel } from '../shared/messaging';
import { onEscape, onScroll, scrollBack } from '../shared/page';
import type { ProgressState } from '../shared/states';
import { onThemeChange } from '../shared/theme';
import '../shared/base.css';
import '../shared/page.css';
import '../shared/charts.css';
import { command, type PanelContext } from './context';
import './gradient.css';
import { received } from './receive';
import { type ReportView, reportView } from './reportView';
import { freshState, restoredState, type SavedState } from './savedState';
import { cancelledState, checkingState, emptyState, problemState } from './states';

/** The gradient panel: shows the state that the extension sends, and sends back what the reader wants. */

const channel = openChannel<ToGradientPanel, FromGradientPanel>();
let saved: SavedState = restoredState(channel.restore());
const context: PanelContext = {
  send: (message) => channel.send(message),
  copy: (text) => channel.send({ type: 'copy', text }),
  get saved() {
    return saved;
  },
  save(change) {
    saved = { ...saved, ...change };
    channel.keep(saved);
  },
};

type View =
  | { readonly kind: 'checking'; readonly file: string; readonly view: ProgressState<CheckProgress> }
  | { readonly kind: 'report'; readonly identity: string; readonly view: ReportView }
  | { readonly kind: 'other' };

let shown: View = { kind: 'other' };
const root = document.getElementById('app') ?? document.body;

function show(state: GradientPanelState): void {
  if (state.kind !== 'empty' && state.file !== saved.file)
    context.save({ file: state.file, check: null, tensor: null, scroll: 0, sort: freshState.sort });
  if (state.kind === 'checking' && shown.kind === 'checking' && shown.file === state.file)
    return shown.view.update(state.progress);
  if (state.kind === 'report') return showReport(state);
  shown = { kind: 'other' };
  switch (state.kind) {
    case 'empty':
      return root.replaceChildren(emptyState(context));
    case 'cancelled':
      return root.replaceChildren(cancelledState(context, state.file));
    case 'problem':
      return root.replaceChildren(problemState(context, state.file, state.problem));
    case 'checking': {
      const view = checkingState(context, state.file, state.progress);
      shown = { kind: 'checking', file: state.file, view };
      return root.replaceChildren(view.element);
    }
  }
}

function showReport(state: Extract<GradientPanelState, { kind: 'report' }>): void {
  const { report, stale, focus } = state;
  const identity = JSON.stringify([
    report.file,
    report.checks.map(({ subject, at, seconds, evaluations, reason }) => [
      subject,
      at,
      seconds,
      evaluations,
      reason,
    ]),
  ]);
  if (shown.kind !== 'report' || shown.identity !== identity) {
    const view = reportView(context, report);
    shown = { kind: 'report', identity, view };
    root.replaceChildren(view.element);
    scrollBack(saved.scroll);
  }
  shown.view.setStale(stale);
  if (focus !== null) shown.view.select(focus);
}

channel.listen((message) => {
  if (message.type === 'state') show(received(message.state));
  else if (shown.kind === 'report') shown.view.setStale(message.stale);
});
onThemeChange(() => {
  if (shown.kind === 'report') shown.view.repaint();
});
onEscape(() => command(context, 'showFile'));
onScroll((scroll) => context.save({ scroll }));
channel.send({ type: 'ready' });

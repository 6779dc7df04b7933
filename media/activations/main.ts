import type {
  ActivationsPanelState,
  ActivationsProgress,
  FromActivationsPanel,
  ToActivationsPanel,
} from '../../src/protocol/activationsPanel';
import { openChannel } from '../shared/messaging';
import { onEscape, onScroll, scrollBack } from '../shared/page';
import type { ProgressState } from '../shared/states';
import '../shared/base.css';
import '../shared/charts.css';
import '../shared/grid.css';
import '../shared/page.css';
import './activations.css';
import { command, type PanelContext } from './context';
import { received, receivedQuestions } from './receive';
import { type ReportView, reportView } from './reportView';
import { freshState, restoredState, type SavedState } from './savedState';
import { cancelledState, emptyState, problemState, workingState } from './states';

/** The activations panel: shows the state that the extension sends, and sends back what the reader wants. */

const channel = openChannel<ToActivationsPanel, FromActivationsPanel>();
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
  | { readonly kind: 'working'; readonly file: string; readonly view: ProgressState<ActivationsProgress> }
  | { readonly kind: 'report'; readonly view: ReportView }
  | { readonly kind: 'other' };

let shown: View = { kind: 'other' };
const root = document.getElementById('app') ?? document.body;

function show(state: ActivationsPanelState): void {
  // Another file: what was chosen of the former one means nothing; which folds stand open does.
  if (state.kind !== 'empty' && state.file !== saved.file)
    context.save({ ...freshState, file: state.file, open: saved.open });
  if (state.kind === 'working' && shown.kind === 'working' && shown.file === state.file)
    return shown.view.update(state.progress);
  shown = { kind: 'other' };
  switch (state.kind) {
    case 'empty':
      return root.replaceChildren(emptyState(context));
    case 'cancelled':
      return root.replaceChildren(cancelledState(context, state.file));
    case 'problem':
      return root.replaceChildren(problemState(context, state.file, state.problem));
    case 'working': {
      const view = workingState(context, state.file, state.progress);
      shown = { kind: 'working', file: state.file, view };
      return root.replaceChildren(view.element);
    }
    case 'report': {
      const view = reportView(context, state.report, state.questions);
      view.setStale(state.stale);
      shown = { kind: 'report', view };
      root.replaceChildren(view.element);
      return scrollBack(saved.scroll);
    }
  }
}

channel.listen((message) => {
  if (message.type === 'state') return show(received(message.state));
  if (shown.kind !== 'report') return;
  if (message.type === 'stale') shown.view.setStale(message.stale);
  else shown.view.setQuestions(receivedQuestions(message.questions));
});
onEscape(() => command(context, 'showFile'));
onScroll((scroll) => context.save({ scroll }));
channel.send({ type: 'ready' });

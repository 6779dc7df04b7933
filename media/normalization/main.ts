import type {
  FromNormalizationPanel,
  NormalizationPanelState,
  NormalizationProgress,
  ToNormalizationPanel,
} from '../../src/protocol/normalizationPanel';
import { openChannel } from '../shared/messaging';
import { onEscape, onScroll, scrollBack } from '../shared/page';
import type { ProgressState } from '../shared/states';
import '../shared/base.css';
import '../shared/charts.css';
import '../shared/grid.css';
import '../shared/page.css';
import { command, type PanelContext } from './context';
import './normalization.css';
import { received } from './receive';
import { type ReportView, reportView } from './reportView';
import { freshState, restoredState, type SavedState } from './savedState';
import { cancelledState, emptyState, problemState, workingState } from './states';

/** The normalization panel: shows the state that the extension sends, and sends back what the reader wants. */

const channel = openChannel<ToNormalizationPanel, FromNormalizationPanel>();
let saved: SavedState = restoredState(channel.restore());
const context: PanelContext = {
  send: (message) => channel.send(message),
  get saved() {
    return saved;
  },
  save(change) {
    saved = { ...saved, ...change };
    channel.keep(saved);
  },
};

type View =
  | { readonly kind: 'working'; readonly file: string; readonly view: ProgressState<NormalizationProgress> }
  | { readonly kind: 'report'; readonly view: ReportView }
  | { readonly kind: 'other' };

let shown: View = { kind: 'other' };
const root = document.getElementById('app') ?? document.body;

function show(state: NormalizationPanelState): void {
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
      const view = reportView(context, state.report);
      view.setStale(state.stale);
      shown = { kind: 'report', view };
      root.replaceChildren(view.element);
      return scrollBack(saved.scroll);
    }
  }
}

channel.listen((message) => {
  if (message.type === 'state') show(received(message.state));
  else if (shown.kind === 'report') shown.view.setStale(message.stale);
});
onEscape(() => command(context, 'showFile'));
onScroll((scroll) => context.save({ scroll }));
channel.send({ type: 'ready' });

import type {
  ActivationsPanelState,
  ActivationsProgress,
  FromActivationsPanel,
  ToActivationsPanel,
} from '../../src/protocol/activationsPanel';
import { fileView } from '../shared/fileView';
import { openChannel } from '../shared/messaging';
import { onEscape, onScroll } from '../shared/page';
import '../shared/base.css';
import '../shared/charts.css';
import '../shared/grid.css';
import '../shared/page.css';
import './activations.css';
import { command, type PanelContext } from './context';
import { received, receivedQuestions } from './receive';
import { reportView } from './reportView';
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

type Shown = Extract<ActivationsPanelState, { kind: 'report' }>;

const view = fileView({
  saved: () => saved,
  startFile: (file) => context.save({ ...freshState, file, open: saved.open }),
  empty: () => emptyState(context),
  cancelled: (file) => cancelledState(context, file),
  problem: (file, problem) => problemState(context, file, problem),
  working: (file, progress: ActivationsProgress) => workingState(context, file, progress),
  report: ({ report, questions }: Shown) => reportView(context, report, questions),
});

channel.listen((message) => {
  if (message.type === 'state') view.show(received(message.state));
  else if (message.type === 'stale') view.report()?.setStale(message.stale);
  else view.report()?.setQuestions(receivedQuestions(message.questions));
});
onEscape(() => command(context, 'showFile'));
onScroll((scroll) => context.save({ scroll }));
channel.send({ type: 'ready' });

import type {
  FromNormalizationPanel,
  NormalizationPanelState,
  NormalizationProgress,
  ToNormalizationPanel,
} from '../../src/protocol/normalizationPanel';
import { fileView } from '../shared/fileView';
import { openChannel } from '../shared/messaging';
import { onEscape, onScroll } from '../shared/page';
import '../shared/base.css';
import '../shared/charts.css';
import '../shared/grid.css';
import '../shared/page.css';
import { command, type PanelContext } from './context';
import './normalization.css';
import { received } from './receive';
import { reportView } from './reportView';
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

type Shown = Extract<NormalizationPanelState, { kind: 'report' }>;

const view = fileView({
  saved: () => saved,
  startFile: (file) => context.save({ ...freshState, file, open: saved.open }),
  empty: () => emptyState(context),
  cancelled: (file) => cancelledState(context, file),
  problem: (file, problem) => problemState(context, file, problem),
  working: (file, progress: NormalizationProgress) => workingState(context, file, progress),
  report: ({ report }: Shown) => reportView(context, report),
});

channel.listen((message) => {
  if (message.type === 'state') view.show(received(message.state));
  else view.report()?.setStale(message.stale);
});
onEscape(() => command(context, 'showFile'));
onScroll((scroll) => context.save({ scroll }));
channel.send({ type: 'ready' });

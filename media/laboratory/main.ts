import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { type LaboratorySettings, problemOf } from '../../src/core/activation/laboratory/settings';
import type { FromLaboratoryPanel, ToLaboratoryPanel } from '../../src/protocol/laboratoryPanel';
import { count } from '../../src/core/format';
import type { ProfileContext } from '../activations/context';
import { button } from '../shared/controls';
import { h } from '../shared/dom';
import { openChannel } from '../shared/messaging';
import { onScroll, scrollBack } from '../shared/page';
import '../shared/base.css';
import '../shared/charts.css';
import '../shared/grid.css';
import '../shared/page.css';
import '../activations/activations.css';
import { controls } from './controls';
import './laboratory.css';
import type { FromWorker } from './messages';
import { createRunner } from './runner';
import { restoredState, type SavedState } from './savedState';
import { type RunView, runView } from './view';

/** The laboratory: a network of equal layers, run whenever a setting changes. */

const channel = openChannel<ToLaboratoryPanel, FromLaboratoryPanel>();
let saved: SavedState = restoredState(channel.restore());
const save = (change: Partial<SavedState>) => {
  saved = { ...saved, ...change };
  channel.keep(saved);
};
const context: ProfileContext = {
  // Layers of the laboratory have no place in a file.
  send: (message) => message.type === 'save' && channel.send(message),
  copy: (text) => channel.send({ type: 'copy', text }),
  get saved() {
    return saved;
  },
  save,
};

/** A number that is being typed is not run digit by digit. */
const pause = 200;

const root = document.getElementById('app') ?? document.body;
const answer = h(
  'h1',
  { class: 'answer' },
  h('span', { class: 'sign quiet', 'aria-hidden': 'true' }, '○'),
  h('span', {}, 'Do the numbers keep their scale?'),
);
const header = h('header', { class: 'header without-evidence' }, answer);
const bar = h('vscode-progress-bar', { class: 'progress', 'aria-label': 'Layers that were run' });
const status = h('p', { class: 'quiet status number', role: 'status' });
const place = h('div', { class: 'place' });
let view: RunView | null = null;
let running: LaboratorySettings | null = null;
let timer = 0;
/** What a field holds and may not, while it does; a run that ends does not take it away. */
let refused = '';

const runner = createRunner(document.body.dataset['worker'], receive);

function receive(message: FromWorker): void {
  switch (message.type) {
    case 'progress':
      bar.max = message.total;
      bar.value = message.done;
      if (refused !== '') return;
      status.textContent = `${count(message.done)} of ${count(message.total)} layers, forward and backward`;
      return;
    case 'problem':
      rest(message.message);
      return;
    case 'run': {
      const settings = running!;
      rest('');
      if (view === null) {
        view = runView(context, message.run);
        answer.replaceWith(view.answer);
        header.append(
          view.facts,
          h(
            'div',
            { class: 'actions' },
            button('Show the open model', () =>
              channel.send({ type: 'command', command: 'showActivations' }),
            ),
          ),
        );
        place.replaceChildren(view.content);
        view.update(message.run, settings, message.seconds);
        scrollBack(saved.scroll);
      } else view.update(message.run, settings, message.seconds);
    }
  }
}

/** Nothing is running. */
function rest(text: string): void {
  running = null;
  bar.classList.remove('running');
  place.classList.remove('old');
  status.textContent = text === '' ? refused : text;
}

function run(settings: LaboratorySettings): void {
  const problem = problemOf(settings);
  if (problem !== null) return rest(problem);
  running = settings;
  bar.max = 1;
  bar.value = 0;
  bar.classList.add('running');
  place.classList.add('old');
  runner.start(settings);
}

const fields = controls(
  saved.settings,
  (settings) => {
    refused = '';
    save({ settings });
    clearTimeout(timer);
    timer = setTimeout(() => run(settings), pause);
  },
  (text) => {
    refused = text;
    clearTimeout(timer);
    status.textContent = text;
  },
);
root.replaceChildren(header, fields.element, bar, status, place);
onScroll((scroll) => save({ scroll }));
channel.send({ type: 'ready' });
run(saved.settings);

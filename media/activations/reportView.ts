import type { Questions } from '../../src/protocol/activationsPanel';
import type { ActivationReport } from '../../src/protocol/activations';
import { stem } from '../shared/chart';
import { fold } from '../shared/controls';
import { csv } from '../shared/csv';
import { h } from '../shared/dom';
import { markdownTable } from '../shared/markdown';
import type { MenuEntry } from '../shared/menu';
import { auditAside, initialization } from './audit';
import { command, type PanelContext } from './context';
import { distribution } from './distribution';
import { header, staleBanner } from './header';
import { healthAside, unitHealth } from './health';
import { layersAside, layersTable } from './layersTable';
import { layerRows, shortRows } from './layersCsv';
import { notes } from './notes';
import { notFinite } from './notFinite';
import { profileChart } from './profileChart';
import { profileModel } from './profileModel';
import { whatIf } from './whatIf';

/** The panel with a report: the answer, the depth profile, then layer by layer, and what else could be. */
export interface ReportView {
  readonly element: HTMLElement;
  setStale(stale: boolean): void;
  setQuestions(questions: Questions): void;
}

export function reportView(context: PanelContext, report: ActivationReport, first: Questions): ReportView {
  const { profile, edges, audit } = report;
  let questions = first;
  const ghost = () => {
    const asked = questions.whatIf;
    return asked?.profile ? { label: asked.label, profile: asked.profile } : null;
  };
  const predicted = () => (context.saved.predicted ? (audit?.predicted ?? null) : null);
  let model = profileModel(profile, edges, ghost(), predicted());
  const facts = () => model.facts;
  const toggle = audit?.predicted.some(Number.isFinite) ? predictionToggle(context, () => redraw()) : null;
  const picture = profileChart(context, () => model, toggle);
  const redraw = () => {
    model = profileModel(profile, edges, ghost(), predicted());
    picture.redraw();
  };
  const table = layersTable(context, facts);
  const asking = whatIf(context, report);
  asking.update(questions);
  const menu = (): MenuEntry[] => [
    { label: 'Save report as JSON…', run: () => command(context, 'saveJson') },
    {
      label: 'Save table of layers as CSV…',
      run: () =>
        context.send({
          type: 'save',
          name: `${stem(report.file)}-layers.csv`,
          text: csv(layerRows(model.facts)),
        }),
    },
    {
      label: 'Copy table of layers as Markdown',
      run: () => context.copy(markdownTable(shortRows(model.facts))),
    },
    'separator',
    { label: 'Open the laboratory', run: () => command(context, 'openLaboratory') },
  ];
  const banner = staleBanner(context);
  const content = h(
    'div',
    { class: 'content' },
    header(context, report, menu),
    h(
      'section',
      { class: 'profile', 'aria-label': 'Depth profile' },
      notFinite(context, profile.network.nonFinite),
      picture.element,
    ),
    h(
      'div',
      { class: 'folds' },
      notes(context, report),
      fold(context, 'layers', 'Layers', layersAside(model.facts), table.element),
      fold(
        context,
        'distribution',
        'Distribution by layer',
        'which values each layer has',
        distribution(context, () => ({ facts: model.facts, edges })).element,
      ),
      fold(context, 'health', 'Unit health', healthAside(model.facts), unitHealth(context, facts).element),
      fold(
        context,
        'initialization',
        'Initialization',
        auditAside(audit),
        initialization(context, audit, profile.network),
      ),
      fold(context, 'what-if', 'What if', 'the same network with other weights', asking.element),
    ),
  );
  const element = h('div', { class: 'report' }, banner, content);
  return {
    element,
    setStale(stale) {
      banner.hidden = !stale;
      element.classList.toggle('stale', stale);
    },
    setQuestions(next) {
      const changed = next.whatIf !== questions.whatIf;
      questions = next;
      asking.update(next);
      if (changed) redraw();
    },
  };
}

function predictionToggle(context: PanelContext, changed: () => void): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'toggle',
      title: 'RMS of the activations as the mean-field map predicts it from the weights and biases',
      'aria-pressed': String(context.saved.predicted),
      onclick: () => {
        context.save({ predicted: !context.saved.predicted });
        button.setAttribute('aria-pressed', String(context.saved.predicted));
        changed();
      },
    },
    'prediction',
  );
  return button;
}

import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import type { LaboratoryRun } from '../../src/core/activation/laboratory/simulate';
import { counted, duration } from '../../src/core/format';
import { auditAside, initialization } from '../activations/audit';
import { distribution } from '../activations/distribution';
import { healthAside, unitHealth } from '../activations/health';
import { layersAside, layersTable } from '../activations/layersTable';
import { profileChart } from '../activations/profileChart';
import { profileModel } from '../activations/profileModel';
import { fold } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { splitSentence, unbroken } from '../shared/sentence';
import type { ProfileContext } from '../activations/context';
import { overflowText } from './overflow';

/** What a run shows. It is made once and filled anew, so that nothing jumps while the next run is computed. */
export interface RunView {
  readonly answer: HTMLElement;
  readonly facts: HTMLElement;
  readonly content: HTMLElement;
  update(run: LaboratoryRun, settings: LaboratorySettings, seconds: number): void;
}

export function runView(context: ProfileContext, first: LaboratoryRun): RunView {
  let shown = first;
  const modelNow = () => {
    const predicted = context.saved.predicted ? (shown.audit?.predicted ?? null) : null;
    return profileModel(shown.profile, shown.edges, null, predicted);
  };
  let model = modelNow();
  const layers = () => model.facts;
  const answer = h('h1', { class: 'answer' });
  const facts = h('p', { class: 'facts' });
  const overflow = h('p', { class: 'overflow' });
  const predicted = h(
    'button',
    {
      type: 'button',
      class: 'toggle',
      title: 'RMS of the activations as the mean-field map predicts it from the weights and biases',
      onclick: () => {
        context.save({ predicted: !context.saved.predicted });
        draw();
      },
    },
    'prediction',
  );
  const picture = profileChart(context, () => model, predicted);
  const draw = () => {
    predicted.hidden = !shown.audit?.predicted.some(Number.isFinite);
    predicted.setAttribute('aria-pressed', String(context.saved.predicted));
    model = modelNow();
    picture.redraw();
  };
  const table = layersTable(context, layers);
  const values = distribution(context, () => ({ facts: model.facts, edges: shown.edges }));
  const health = unitHealth(context, layers);
  const weights = h('div');
  const folds = {
    layers: fold(context, 'layers', 'Layers', '', table.element),
    distribution: fold(
      context,
      'distribution',
      'Distribution by layer',
      'which values each layer has',
      values.element,
    ),
    health: fold(context, 'health', 'Unit health', '', health.element),
    initialization: fold(context, 'initialization', 'Initialization', '', weights),
  };
  const aside = (name: keyof typeof folds, text: string) =>
    (folds[name].querySelector('.aside')!.textContent = text);
  return {
    answer,
    facts,
    content: h(
      'div',
      { class: 'content' },
      h('section', { class: 'profile', 'aria-label': 'Depth profile' }, overflow, picture.element),
      h('div', { class: 'folds' }, ...Object.values(folds)),
    ),
    update(run, settings, seconds) {
      shown = run;
      draw();
      const mark = markOf(run.profile.verdict);
      const [sentenceOne, rest] = splitSentence(run.profile.sentence);
      answer.replaceChildren(
        h('span', { class: `sign ${mark.className}`, role: 'img', 'aria-label': mark.word }, mark.sign),
        h('span', {}, ...sentence(unbroken(sentenceOne.replace(/\.$/, '')))),
      );
      facts.replaceChildren(
        ...[
          counted(settings.depth, 'layer'),
          counted(settings.width, 'unit'),
          counted(settings.examples, 'example'),
          settings.format,
          duration(seconds),
        ].map((fact) => h('span', {}, fact)),
      );
      overflow.textContent =
        [rest, overflowText(model.facts, run.profile, settings)].join(' ').trim() || '\u00a0';
      table.update();
      values.redraw();
      health.update();
      weights.replaceChildren(initialization(context, run.audit, run.profile.network));
      aside('layers', layersAside(model.facts));
      aside('health', healthAside(model.facts));
      aside('initialization', auditAside(run.audit));
    },
  };
}

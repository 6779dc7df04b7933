import { count, counted, decimal } from '../../src/core/format';
import type { ActivationReport, FactorSweep, WhatIf } from '../../src/protocol/activations';
import type { Questions } from '../../src/protocol/activationsPanel';
import { button } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { command, type PanelContext } from './context';
import { goodRanges } from './goodRanges';
import {
  asReinitialization,
  isFactor,
  type Question,
  sweptScheme,
  type Way,
  ways,
  wayText,
} from './question';
import { sweepChart } from './sweep';
import { schemeNames } from './words';

/** The network with weights made anew: what to ask, and what came of it. */
export interface WhatIfSection {
  readonly element: HTMLElement;
  update(questions: Questions): void;
}

export function whatIf(context: PanelContext, report: ActivationReport): WhatIfSection {
  if (!report.reinitializable) {
    const said = 'The weights of this file cannot be made anew: nothing in it takes them as parameters.';
    return { element: h('p', { class: 'quiet' }, said), update: () => undefined };
  }
  const way = h(
    'select',
    { class: 'field', 'aria-label': 'Initialization', onchange: () => ask({ way: way.value as Way }) },
    ...ways.map((one) => h('option', { value: one }, wayText(one))),
  );
  const factor = h('input', {
    class: 'field factor',
    type: 'number',
    step: 'any',
    size: 8,
    oninput: () => ask({ factor: Number(factor.value) }),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') run();
    },
  });
  const factorLabel = h('label', { class: 'labelled' }, '×', factor);
  factor.setAttribute('aria-label', 'Factor');
  const run = () => {
    if (isFactor(context.saved.question.factor))
      context.send({ type: 'whatIf', how: asReinitialization(context.saved.question) });
  };
  const runButton = button('Run', run, 'primary');
  const sweepButton = button('Sweep the factor', () => {
    const scheme = sweptScheme(context.saved.question.way);
    if (scheme !== null) context.send({ type: 'sweep', scheme });
  });
  const clear = button('Clear', () => command(context, 'clearQuestions'));
  const controls = h('div', { class: 'asking' }, way, factorLabel, runButton, sweepButton, clear);
  const status = h('p', { class: 'quiet asked', role: 'status' });
  const answers = h('div', { class: 'answers' });
  let asking: string | null = null;

  const ask = (change: Partial<Question>) => {
    context.save({ question: { ...context.saved.question, ...change } });
    enable();
  };
  const enable = () => {
    const { question } = context.saved;
    const sound = isFactor(question.factor);
    factorLabel.hidden = question.way === 'lsuv';
    factor.setAttribute('aria-invalid', String(!sound));
    disable(runButton, asking !== null || (!sound && question.way !== 'lsuv'));
    disable(sweepButton, asking !== null);
    sweepButton.hidden = sweptScheme(question.way) === null;
  };
  const update = (questions: Questions) => {
    asking = questions.asking;
    clear.hidden = questions.whatIf === null && questions.sweep === null;
    status.replaceChildren(
      ...(asking === null
        ? []
        : [
            h('span', {}, `${asking} … `),
            h(
              'button',
              { type: 'button', class: 'link', onclick: () => command(context, 'cancel') },
              'Cancel',
            ),
          ]),
    );
    answers.replaceChildren(
      ...(questions.whatIf ? [answer(context, questions.whatIf)] : []),
      ...(questions.sweep ? [sweepAnswer(context, questions.sweep)] : []),
    );
    enable();
  };
  way.value = context.saved.question.way;
  factor.value = String(context.saved.question.factor);
  const element = h('div', { class: 'what-if' }, controls, status, answers);
  return { element, update };
}

function disable(element: HTMLElement, disabled: boolean): void {
  element.toggleAttribute('disabled', disabled);
}

/** The verdict that the network would get, and the code that makes these weights. */
function answer(context: PanelContext, { label, profile, problem, code }: WhatIf): HTMLElement {
  const verdict = profile && markOf(profile.verdict);
  return h(
    'section',
    { class: 'answer-block', 'aria-label': `What if: ${label}` },
    h(
      'p',
      {},
      h('b', {}, `${label}: `),
      verdict &&
        h(
          'span',
          { class: `sign ${verdict.className}`, role: 'img', 'aria-label': verdict.word },
          `${verdict.sign} `,
        ),
      ...(profile ? sentence(profile.sentence) : []),
      ...(problem ? sentence(`This could not be run: ${problem.message}`) : []),
    ),
    profile && h('p', { class: 'note' }, 'Dotted in the chart above.'),
    code === ''
      ? null
      : h(
          'div',
          { class: 'code-block' },
          h('pre', { class: 'code', tabindex: 0, 'aria-label': 'Code that makes these weights' }, code),
          h(
            'div',
            { class: 'actions' },
            button('Copy code', () => context.copy(code)),
          ),
        ),
  );
}

function sweepAnswer(context: PanelContext, sweep: FactorSweep): HTMLElement {
  const name = sweep.scheme === 'present' ? 'the present weights' : schemeNames[sweep.scheme];
  if (sweep.problem) return h('p', {}, ...sentence(`The sweep could not be run: ${sweep.problem.message}`));
  if (sweep.points.length === 0) return h('p', { class: 'quiet' }, 'The sweep has no points.');
  return h(
    'section',
    { class: 'sweep', 'aria-label': `Sweep of the factor of ${name}` },
    h('p', {}, sweepSentence(sweep, name)),
    sweepChart(context, sweep, name),
  );
}

function sweepSentence({ points }: FactorSweep, name: string): string {
  const good = points.filter(({ verdict }) => verdict === 'correct').map(({ factor }) => factor);
  if (good.length === 0) {
    const tried = points.map(({ factor }) => factor);
    const ends = `from ${decimal(Math.min(...tried), 2)} to ${decimal(Math.max(...tried), 2)}`;
    return `Of ${counted(points.length, 'factor')} of ${name}, ${ends}, none keeps the scale.`;
  }
  return `${count(good.length)} of ${count(points.length)} factors of ${name} keep the scale: ${goodRanges(points)}.`;
}

import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { plainMessage, type Problem } from '../../src/core/problem';
import type { CheckProgress, PanelCommand } from '../../src/protocol/panels';
import { h, sentence } from '../shared/dom';
import { baseName, count, duration, shapeText } from '../../src/core/format';
import { command, type PanelContext } from './context';
import { button, lineLink } from './controls';

/** The panel without a report; each state ends with the next step as a button. */

function page(sign: string, title: string, ...content: readonly (Node | null)[]): HTMLElement {
  return h(
    'section',
    { class: 'state' },
    h(
      'h1',
      { class: 'answer' },
      h('span', { class: 'sign quiet', 'aria-hidden': 'true' }, sign),
      h('span', {}, title),
    ),
    ...content,
  );
}

function actions(
  context: PanelContext,
  ...entries: readonly (readonly [PanelCommand, string])[]
): HTMLElement {
  return h(
    'div',
    { class: 'actions' },
    ...entries.map(([name, label], i) =>
      button(label, () => command(context, name), i === 0 ? 'primary' : 'secondary'),
    ),
  );
}

export function emptyState(context: PanelContext): HTMLElement {
  return page(
    '∂',
    'Is the backpropagation right?',
    h(
      'p',
      {},
      'The check compares every gradient that the open file computes with the slope of its cost, measured by differences, ' +
        'and names the tensors, the components and the line that are wrong. The file is not changed.',
    ),
    actions(context, ['check', 'Check gradients']),
  );
}

export function cancelledState(context: PanelContext, file: string): HTMLElement {
  return page(
    '○',
    'The check was cancelled',
    h('p', {}, `Nothing is known about the gradients of ${baseName(file)} yet.`),
    actions(context, ['check', 'Check again'], ['showFile', 'Show the file']),
  );
}

/** Codes of problems that a contract function in the file solves. */
const contractHelps: ReadonlySet<string> = new Set([
  'no-reading',
  'no-functions',
  'no-model',
  'no-backward',
  'no-cost',
  'no-gradients',
  'cost-not-scalar',
]);

/** Codes of problems that another interpreter solves. */
const interpreterHelps: ReadonlySet<string> = new Set(['no-python', 'not-started', 'missing-module']);

export function problemState(context: PanelContext, file: string, problem: Problem): HTMLElement {
  const place =
    problem.line === null
      ? null
      : {
          file: problem.file,
          line: problem.line,
          column: problem.column ?? 1,
          ...(problem.cell !== undefined && { cell: problem.cell }),
        };
  const where = h(
    'p',
    { class: 'where' },
    place ? lineLink(context, place, file) : null,
    h('span', { class: 'quiet' }, place ? ` of ${baseName(problem.file)}` : baseName(problem.file)),
  );
  const next: (readonly [PanelCommand, string])[] = [['check', 'Check again']];
  if (contractHelps.has(problem.code)) next.push(['insertContract', 'Insert model contract']);
  if (interpreterHelps.has(problem.code)) next.push(['chooseInterpreter', 'Choose interpreter']);
  next.push(['showLog', 'Show log']);
  return page(
    '!',
    `${baseName(file)} could not be checked`,
    h('p', { class: 'message' }, ...sentence(plainMessage(problem))),
    where,
    actions(context, ...next),
  );
}

export interface CheckingState {
  readonly element: HTMLElement;
  update(progress: CheckProgress): void;
}

/** Shows at once what is known and fills in; updated in place, so that Cancel keeps the focus. */
export function checkingState(context: PanelContext, file: string, progress: CheckProgress): CheckingState {
  const stage = h('p', { class: 'stage', 'aria-live': 'polite' });
  const bar = h('vscode-progress-bar', { 'aria-label': 'Evaluations' });
  const counts = h('p', { class: 'counts number quiet' });
  const tensors = h('ul', { class: 'tensor-list', 'aria-label': 'Tensors' });
  const update = (next: CheckProgress) => {
    if (stage.textContent !== next.stage) stage.textContent = next.stage;
    bar.indeterminate = next.total === null || next.total === 0;
    bar.max = next.total ?? 100;
    bar.value = next.done;
    counts.textContent = countsText(next);
    const current = next.stage.split(/[\s,:…]+/);
    tensors.replaceChildren(
      ...next.tensors.map(({ name, shape }) =>
        h(
          'li',
          { 'aria-current': current.includes(name) ? 'step' : null },
          h('b', {}, name),
          ' ',
          h('span', { class: 'number quiet' }, shapeText(shape)),
        ),
      ),
    );
  };
  update(progress);
  const element = page(
    '○',
    `Checking ${baseName(file)}`,
    stage,
    bar,
    counts,
    actions(context, ['cancel', 'Cancel']),
    tensors,
  );
  element.classList.add('checking');
  return { element, update };
}

function countsText({ done, total, secondsLeft }: CheckProgress): string {
  const parts: string[] = [];
  if (total !== null && total > 0) parts.push(`${count(done)} of ${count(total)} evaluations`);
  else if (done > 0) parts.push(`${count(done)} evaluations`);
  if (secondsLeft !== null && secondsLeft >= 1) parts.push(`about ${duration(Math.round(secondsLeft))} left`);
  return parts.join(' · ') || ' ';
}

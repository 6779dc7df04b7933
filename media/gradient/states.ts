import type { Problem } from '../../src/core/problem';
import type { CheckProgress, PanelCommand } from '../../src/protocol/panels';
import { h } from '../shared/dom';
import { baseName, count } from '../../src/core/format';
import {
  actions,
  interpreterHelps,
  page,
  problemPage,
  progressPage,
  type ProgressState,
} from '../shared/states';
import { command, type PanelContext } from './context';

/** The panel without a report; each state ends with the next step as a button. */

type Step = readonly [PanelCommand, string];

const steps = (context: PanelContext, ...entries: readonly Step[]) =>
  actions((name: PanelCommand) => command(context, name), ...entries);

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
    steps(context, ['check', 'Check gradients']),
  );
}

export function cancelledState(context: PanelContext, file: string): HTMLElement {
  return page(
    '○',
    'The check was cancelled',
    h('p', {}, `Nothing is known about the gradients of ${baseName(file)} yet.`),
    steps(context, ['check', 'Check again'], ['showFile', 'Show the file']),
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

export function problemState(context: PanelContext, file: string, problem: Problem): HTMLElement {
  const next: Step[] = [['check', 'Check again']];
  if (contractHelps.has(problem.code)) next.push(['insertContract', 'Insert model contract']);
  if (interpreterHelps(problem)) next.push(['chooseInterpreter', 'Choose interpreter']);
  next.push(['showLog', 'Show log']);
  const title = `${baseName(file)} could not be checked`;
  return problemPage(context, title, file, problem, steps(context, ...next));
}

export function checkingState(
  context: PanelContext,
  file: string,
  progress: CheckProgress,
): ProgressState<CheckProgress> {
  return progressPage(`Checking ${baseName(file)}`, {
    progress,
    unit: 'Progress',
    counts: countsText,
    listName: 'Tensors',
    list: ({ tensors }) => tensors,
    next: steps(context, ['cancel', 'Cancel']),
  });
}

function countsText({ done, total }: CheckProgress): string {
  if (total !== null && total > 0) return `${count(done)} of ${count(total)} components`;
  return done > 0 ? `${count(done)} evaluations` : '';
}

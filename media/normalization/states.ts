import { baseName, count } from '../../src/core/format';
import type { Problem } from '../../src/core/problem';
import {
  isDataFile,
  type NormalizationCommand,
  type NormalizationProgress,
} from '../../src/protocol/normalizationPanel';
import { h } from '../shared/dom';
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

type Step = readonly [NormalizationCommand, string];

const steps = (context: PanelContext, ...entries: readonly Step[]) =>
  actions((name: NormalizationCommand) => command(context, name), ...entries);

export function emptyState(context: PanelContext): HTMLElement {
  return page(
    'μ',
    'Are the inputs normalized?',
    h(
      'p',
      {},
      'The statistics of every feature of the open model or data file show whether the inputs are normalized, ' +
        'with whose mean and standard deviation, and what it costs gradient descent if they are not. The file is not changed.',
    ),
    steps(context, ['refresh', 'Show statistics']),
  );
}

export function cancelledState(context: PanelContext, file: string): HTMLElement {
  return page(
    '○',
    'Reading was cancelled',
    h('p', {}, `Nothing is known about the inputs of ${baseName(file)} yet.`),
    steps(context, ['refresh', 'Read again'], ['showFile', 'Show the file']),
  );
}

export function problemState(context: PanelContext, file: string, problem: Problem): HTMLElement {
  const next: Step[] = [['refresh', 'Read again']];
  if (interpreterHelps(problem)) next.push(['chooseInterpreter', 'Choose interpreter']);
  if (isDataFile(file)) next.push(['showFile', 'Show the file']);
  next.push(['showLog', 'Show log']);
  const title = `The inputs of ${baseName(file)} could not be read`;
  return problemPage(context, title, file, problem, steps(context, ...next));
}

export function workingState(
  context: PanelContext,
  file: string,
  progress: NormalizationProgress,
): ProgressState<NormalizationProgress> {
  return progressPage(`Reading ${baseName(file)}`, {
    progress,
    unit: 'Examples',
    counts: countsText,
    listName: 'Splits',
    list: ({ splits }) => splits,
    next: steps(context, ['cancel', 'Cancel']),
  });
}

function countsText({ done, total }: NormalizationProgress): string {
  if (total !== null && total > 0) return `${count(done)} of ${count(total)} examples`;
  return done > 0 ? `${count(done)} examples` : '';
}

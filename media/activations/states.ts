import { baseName, count } from '../../src/core/format';
import type { Problem } from '../../src/core/problem';
import type { ActivationsCommand, ActivationsProgress } from '../../src/protocol/activationsPanel';
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

type Step = readonly [ActivationsCommand, string];

const steps = (context: PanelContext, ...entries: readonly Step[]) =>
  actions((name: ActivationsCommand) => command(context, name), ...entries);

export function emptyState(context: PanelContext): HTMLElement {
  return page(
    '∂',
    'Do the numbers keep their scale?',
    h(
      'p',
      {},
      'One run of the open model shows how activations and gradients grow or shrink from layer to layer, ' +
        'which units are dead or saturated, and whether the initialization fits the activation. The file is not changed.',
    ),
    steps(context, ['refresh', 'Show activation scales'], ['openLaboratory', 'Open the laboratory']),
  );
}

export function cancelledState(context: PanelContext, file: string): HTMLElement {
  return page(
    '○',
    'The run was cancelled',
    h('p', {}, `Nothing is known about the layers of ${baseName(file)} yet.`),
    steps(context, ['refresh', 'Run again'], ['showFile', 'Show the file']),
  );
}

export function problemState(context: PanelContext, file: string, problem: Problem): HTMLElement {
  const others: readonly Step[] = interpreterHelps(problem)
    ? [
        ['chooseInterpreter', 'Choose interpreter'],
        ['refresh', 'Run again'],
      ]
    : [
        ['refresh', 'Run again'],
        ['showFile', 'Show the file'],
      ];
  return problemPage(
    context,
    'The network could not be run',
    file,
    problem,
    steps(context, ...others, ['showLog', 'Show log']),
  );
}

export function workingState(
  context: PanelContext,
  file: string,
  progress: ActivationsProgress,
): ProgressState<ActivationsProgress> {
  return progressPage(`Running ${baseName(file)}`, {
    progress,
    unit: 'steps',
    counts: ({ done, total }) => (total === null ? '' : `${count(done)} of ${count(total)}`),
    listName: 'Layers',
    list: () => [],
    next: steps(context, ['cancel', 'Cancel']),
  });
}

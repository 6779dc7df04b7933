import { baseName, counted, duration } from '../../src/core/format';
import type { ActivationReport } from '../../src/protocol/activations';
import { button } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { type MenuEntry, menuButton } from '../shared/menu';
import { splitSentence, unbroken } from '../shared/sentence';
import { command, type PanelContext } from './context';
import { parameterCount } from './layerFacts';

/** The sentence that answers, what was run, and what can be done next. */
export function header(
  context: PanelContext,
  report: ActivationReport,
  menu: () => readonly MenuEntry[],
): HTMLElement {
  const mark = markOf(report.verdict);
  const [first, rest] = splitSentence(report.sentence);
  const { network } = report.profile;
  const parameters = parameterCount(report.profile);
  const facts = [
    counted(network.layers.length, 'layer'),
    network.examples === null ? '' : counted(network.examples, 'example'),
    parameters === 0 ? '' : counted(parameters, 'parameter'),
    duration(report.seconds),
  ].filter((fact) => fact !== '');
  return h(
    'header',
    { class: 'header' },
    h(
      'h1',
      { class: 'answer' },
      h('span', { class: `sign ${mark.className}`, role: 'img', 'aria-label': mark.word }, mark.sign),
      h('span', {}, ...sentence(unbroken(first.replace(/\.$/, '')))),
    ),
    h(
      'p',
      { class: 'facts' },
      h(
        'button',
        { type: 'button', class: 'link', title: report.file, onclick: () => command(context, 'showFile') },
        baseName(report.file),
      ),
      ...facts.map((fact) => h('span', {}, fact)),
    ),
    h(
      'div',
      { class: 'evidence' },
      rest === '' ? null : h('p', {}, ...sentence(unbroken(rest))),
      report.advice === '' ? null : h('p', {}, ...sentence(unbroken(report.advice))),
      h(
        'p',
        { class: 'quiet' },
        ...sentence(`${report.subject === '' ? '' : `${report.subject} · `}${runText(report)}`),
      ),
    ),
    h(
      'div',
      { class: 'actions' },
      button('Run again', () => command(context, 'refresh'), 'primary'),
      menuButton('More actions', '⋯', menu),
    ),
  );
}

function runText({ run }: ActivationReport): string {
  switch (run) {
    case 'gradient':
      return 'one run, forward and backward';
    case 'cost':
      return 'one run forward; the file has no gradients';
    case 'load':
      return "the file's own statements, as they ran";
  }
}

/** Says that the numbers are from before the reader's edit. */
export function staleBanner(context: PanelContext): HTMLElement {
  return h(
    'div',
    { class: 'banner', role: 'status' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, '○'),
    h('span', {}, 'This was before your edit: the file has changed since it was run.'),
    h('button', { type: 'button', class: 'link', onclick: () => command(context, 'refresh') }, 'Run again'),
  );
}

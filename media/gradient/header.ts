import type { CheckReport, Report } from '../../src/protocol/report';
import { baseName, count, counted, duration } from '../../src/core/format';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { type MenuEntry, menuButton } from '../shared/menu';
import { splitSentence, unbroken } from '../shared/sentence';
import { type PanelContext, command } from './context';
import { button, lineLink } from './controls';

/** The sentence that answers, what was checked, and what can be done next. */
export function header(
  context: PanelContext,
  report: Report,
  check: CheckReport,
  menu: () => readonly MenuEntry[],
): HTMLElement {
  const mark = markOf(check.verdict);
  const [answer, rest] = splitSentence(check.reason);
  const first = answer.replace(/\.$/, ''); // a headline ends without a full stop
  const facts = [
    counted(check.parameterCount, 'parameter'),
    counted(check.evaluations, 'evaluation'),
    duration(check.seconds),
    ...(check.at === 'start' || check.at === '' ? [] : [check.at]),
  ];
  return h(
    'header',
    { class: 'header' },
    h(
      'h1',
      { class: 'answer' },
      h('span', { class: `sign ${mark.className}`, role: 'img', 'aria-label': mark.word }, mark.sign),
      h('span', {}, ...sentence(unbroken(first))),
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
      rest ? h('p', {}, ...sentence(unbroken(rest))) : null,
      findings(context, report, check),
    ),
    h(
      'div',
      { class: 'actions' },
      button('Check again', () => command(context, 'check'), 'primary'),
      button('Copy', () => command(context, 'copyMarkdown')),
      menuButton('More actions', '⋯', menu),
    ),
  );
}

/** What is wrong with the model as a whole, e.g. every gradient m times too large. */
function findings(context: PanelContext, report: Report, check: CheckReport): HTMLElement | null {
  const general = check.diagnoses.filter(
    ({ tensor, explanation }) => tensor === null && !check.reason.includes(explanation),
  );
  if (general.length === 0) return null;
  return h(
    'ul',
    { class: 'findings' },
    ...general.map(({ explanation, location }) =>
      h(
        'li',
        {},
        unbroken(explanation),
        location && ' ',
        location && lineLink(context, location, report.file),
      ),
    ),
  );
}

/** Says that the marks are from before the reader's edit. */
export function staleBanner(context: PanelContext): HTMLElement {
  return h(
    'div',
    { class: 'banner', role: 'status' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, '○'),
    h('span', {}, 'This was before your edit: the file has changed since it was checked.'),
    h('button', { type: 'button', class: 'link', onclick: () => command(context, 'check') }, 'Check again'),
  );
}

/** Chooses among the checks of one report: layers, functions, after training. */
export function checkChooser(
  report: Report,
  chosen: number,
  choose: (index: number) => void,
): HTMLElement | null {
  if (report.checks.length < 2) return null;
  return h(
    'nav',
    { class: 'chooser', 'aria-label': `${count(report.checks.length)} checks` },
    ...report.checks.map((check, index) => {
      const mark = markOf(check.verdict);
      const where = check.at === 'start' || check.at === '' ? '' : ` ${check.at}`;
      return h(
        'button',
        { type: 'button', 'aria-pressed': String(index === chosen), onclick: () => choose(index) },
        h('span', { class: `sign ${mark.className}`, role: 'img', 'aria-label': mark.word }, mark.sign),
        `${check.subject}${where}`,
      );
    }),
  );
}

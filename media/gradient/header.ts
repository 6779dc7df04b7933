import type { CheckReport, Report } from '../../src/protocol/report';
import { answerOfReport } from '../../src/protocol/summary';
import { baseName, capital, counted, duration } from '../../src/core/format';
import { momentText } from '../../src/core/gradient/moment';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { type MenuEntry, menuButton } from '../shared/menu';
import { splitSentence, unbroken } from '../shared/sentence';
import { type PanelContext, command } from './context';
import { button, lineLink } from '../shared/controls';
import { isOverTime, momentName } from '../../src/protocol/moments';
import { momentFacts } from './moments';

/** The sentence that answers, what was checked, and what can be done next. */
export function header(context: PanelContext, report: Report, menu: () => readonly MenuEntry[]): HTMLElement {
  const { checks } = report;
  const { verdict, text } = answerOfReport(report);
  const mark = markOf(verdict);
  const [answer, rest] = splitSentence(text);
  const first = answer.replace(/\.$/, ''); // a headline ends without a full stop
  const sum = (of: (check: CheckReport) => number, over = checks) =>
    over.reduce((total, check) => total + of(check), 0);
  // At several moments they are the same parameters.
  const subjects = checks.filter(
    (check, i) => checks.findIndex((other) => other.subject === check.subject) === i,
  );
  const [only] = checks;
  const where = checks.length === 1 && only !== undefined ? momentText(only.at) : '';
  const facts = [
    ...(checks.length > 1 ? [counted(checks.length, 'check')] : []),
    counted(
      sum(({ parameterCount }) => parameterCount, subjects),
      'parameter',
    ),
    counted(
      sum(({ evaluations }) => evaluations),
      'evaluation',
    ),
    duration(sum(({ seconds }) => seconds)),
    ...(where === '' ? [] : [where]),
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
      checks.length === 1 && checks[0] ? findings(context, report, checks[0]) : null,
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

/** One of several checks: its name, its sentences. */
export function checkHead(context: PanelContext, report: Report, check: CheckReport): HTMLElement {
  const { subject, reason, at } = check;
  const overTime = isOverTime(report);
  const moment = momentText(at);
  const title = overTime ? capital(momentName(at)) : subject;
  const asides = [overTime ? '' : moment, momentFacts(at)].filter((text) => text !== '');
  return h(
    'div',
    { class: 'check-head' },
    h('h2', {}, title, asides.length > 0 && h('span', { class: 'aside' }, asides.join(', '))),
    h('p', { class: 'reason' }, ...sentence(unbroken(reason))),
    findings(context, report, check),
  );
}

/** What could not be called has no tensors to show, but a remedy. */
export function withoutTensors(context: PanelContext): HTMLElement {
  return h(
    'div',
    { class: 'remedy' },
    h(
      'p',
      { class: 'quiet' },
      'A contract function in the file can say how to call it: its parameters, its cost and its gradients.',
    ),
    h(
      'div',
      { class: 'actions' },
      button('Insert model contract', () => command(context, 'insertContract'), 'primary'),
      button('Show log', () => command(context, 'showLog')),
    ),
  );
}

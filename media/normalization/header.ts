import { baseName, counted, duration, shapeText } from '../../src/core/format';
import { isDataFile } from '../../src/protocol/normalizationPanel';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { button, lineLink } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { markOf } from '../shared/marks';
import { type MenuEntry, menuButton } from '../shared/menu';
import { unbroken } from '../shared/sentence';
import { command, type PanelContext } from './context';
import { viewControl } from './viewControl';

/** The sentence that answers, what was read, and what can be done next. */
export function header(
  context: PanelContext,
  report: NormalizationReport,
  menu: () => readonly MenuEntry[],
): HTMLElement {
  const mark = markOf(report.verdict);
  const first = report.sentence.replace(/\.$/, ''); // a headline ends without a full stop
  const facts = [counted(report.features, 'feature'), duration(report.seconds)];
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
      report.advice === '' ? null : h('p', {}, ...sentence(unbroken(report.advice))),
      h('ul', { class: 'splits-read' }, ...report.splits.map((split) => splitRead(context, report, split))),
      viewControl(context, report),
    ),
    h(
      'div',
      { class: 'actions' },
      button('Refresh', () => command(context, 'refresh'), 'primary'),
      copyMenu(context),
      isDataFile(report.file) ? null : button('Insert snippet', () => command(context, 'insertSnippet')),
      menuButton('More actions', '⋯', menu),
    ),
  );
}

function splitRead(
  context: PanelContext,
  report: NormalizationReport,
  { name, shape, dtype, line, file }: NormalizationReport['splits'][number],
): HTMLElement {
  return h(
    'li',
    {},
    h('b', {}, name),
    h('span', { class: 'number quiet' }, shapeText(shape)),
    h('span', { class: 'quiet' }, dtype),
    line === null ? null : lineLink(context, { file, line, column: 1 }, report.file),
  );
}

function copyMenu(context: PanelContext): HTMLElement {
  const menu = menuButton('Copy μ and σ', 'Copy μ σ', () => [
    { label: 'As NumPy code', run: () => command(context, 'copyNumpy') },
    { label: 'As JSON', run: () => command(context, 'copyJson') },
    { label: 'As a scikit-learn StandardScaler', run: () => command(context, 'copyScikitLearn') },
  ]);
  menu.classList.add('menu-labelled');
  return menu;
}

/** Says that the numbers are from before the reader's edit. */
export function staleBanner(context: PanelContext): HTMLElement {
  return h(
    'div',
    { class: 'banner', role: 'status' },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, '○'),
    h('span', {}, 'This was before your edit: the file has changed since its data were read.'),
    h('button', { type: 'button', class: 'link', onclick: () => command(context, 'refresh') }, 'Refresh'),
  );
}

import type { BindingEntry } from '../../src/core/binding/binding';
import type { Place } from '../../src/core/place';
import type { Scheme } from '../../src/core/gradient/verdict';
import type { CheckReport, Report } from '../../src/protocol/report';
import { bindingOf } from '../../src/protocol/summary';
import { h, sentence } from '../shared/dom';
import { baseName, count, counted, decimal, duration, scientific } from '../../src/core/format';
import { command, type PanelContext } from './context';
import { fold, lineLink, term } from '../shared/controls';
import { isOverTime } from '../../src/protocol/moments';
import { sizeOf } from './tensorRows';

/** What a reader may ask after the verdict: warnings, how sure, how it was read. */
export function folds(context: PanelContext, report: Report, check: CheckReport): HTMLElement[] {
  return [
    ...(report.warnings.length > 0 ? [warnings(context, report)] : []),
    ...(check.tensors.length > 0 ? [howSure(context, report, check), howBound(context, report, check)] : []),
  ];
}

function warnings(context: PanelContext, report: Report): HTMLElement {
  const list = h(
    'ul',
    { class: 'warnings' },
    ...report.warnings.map(({ message, line, cell }) =>
      h(
        'li',
        {},
        ...sentence(message),
        line !== null && ' ',
        line !== null && lineLink(context, placeIn(report, { line, cell }), report.file),
      ),
    ),
  );
  return fold(context, 'warnings', 'Notes', count(report.warnings.length), list);
}

/** A line of the file, or of the module that it is in. */
function placeIn(
  report: Report,
  {
    line,
    cell,
    file,
  }: { readonly line: number; readonly cell?: number | undefined; readonly file?: string | undefined },
): Pick<Place, 'file' | 'line' | 'column' | 'cell'> {
  return { file: file ?? report.file, line, column: 1, ...(cell !== undefined && { cell }) };
}

function howSure(context: PanelContext, report: Report, check: CheckReport): HTMLElement {
  const steps = check.tensors.map(({ step }) => step).filter((step) => step > 0);
  const resolutions = check.tensors.map(({ resolution }) => resolution).filter((value) => value >= 0);
  const range = (values: readonly number[]): string => {
    if (values.length === 0) return '–';
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? scientific(low) : `${scientific(low)} to ${scientific(high)}`;
  };
  const list = h(
    'dl',
    { class: 'terms' },
    term('cost J', decimal(check.cost)),
    term(
      'noise of J',
      scientific(check.noise),
      'ε_f: the standard deviation of the rounding noise of the cost',
    ),
    term('method', explained(...methodOf(check))),
    term('scheme', explained(...schemes[check.scheme])),
    term('step ε', range(steps), 'Chosen for each tensor where rounding and truncation errors balance'),
    term(
      'resolution',
      range(resolutions),
      'The smallest relative difference that each tensor could have shown',
    ),
    term('evaluations of J', explained(count(check.evaluations), budgetOf(check))),
    term('time', duration(check.seconds)),
    term('seed', String(report.seed)),
  );
  const aside = `${counted(check.evaluations, 'evaluation')}, noise ${scientific(check.noise)}`;
  return fold(context, 'sure', 'How sure', aside, list);
}

/** A value with what it means beside it. */
function explained(value: string, meaning: string): HTMLElement {
  return h('span', {}, value, meaning !== '' && h('span', { class: 'aside' }, meaning));
}

/** In a word, and what that means. */
function methodOf({ method, parameterCount, tensors }: CheckReport): readonly [string, string] {
  if (method === 'exhaustive') return ['exhaustive', 'every component by itself'];
  const single = tensors.reduce(
    (sum, { coverage, shape }) => sum + (coverage === null ? sizeOf(shape) : coverage.checked.length),
    0,
  );
  return [
    'adaptive',
    `random directions, then smaller blocks where they disagree; ${count(single)} of ${counted(parameterCount, 'component')} one by one`,
  ];
}

const schemes: Readonly<Record<Scheme, readonly [string, string]>> = {
  central: ['two-sided (central)', 'two evaluations each; the error falls with ε²'],
  forward: ['one-sided (forward)', 'one evaluation each; the error falls with ε only'],
  richardson: ['Richardson', 'two-sided differences at two steps, extrapolated; the error falls with ε⁴'],
  complex: [
    'complex step',
    'the imaginary part of J(θ + iε); nothing is subtracted, so that nothing cancels',
  ],
};

/** Whether the budget ended a search. */
function budgetOf({ tensors }: CheckReport): string {
  const ended = tensors.filter(({ coverage }) => coverage?.complete === false).map(({ name }) => name);
  if (ended.length === 0) return '';
  return `the budget ended the search in ${ended.join(', ')}: a larger one (setting gradientLens.budget) may find more`;
}

function howBound(context: PanelContext, report: Report, check: CheckReport): HTMLElement {
  const link = ({ line, cell, file }: BindingEntry) =>
    line === null ? '–' : lineLink(context, placeIn(report, { line, cell, file }), report.file, true);
  const table = h(
    'table',
    { class: 'binding', 'aria-label': 'How the file was read' },
    h(
      'thead',
      {},
      h('tr', {}, ...['role', 'name', 'how', 'line'].map((title) => h('th', { scope: 'col' }, title))),
    ),
    h(
      'tbody',
      {},
      ...bindingOf(report, check).map((entry) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, entry.role),
          h('td', { class: 'code' }, entry.name),
          h('td', {}, entry.how),
          h('td', { class: 'number' }, link(entry)),
        ),
      ),
    ),
  );
  const [reading = ''] = report.readings;
  const others = report.readings.length - 1;
  const choice =
    others < 1
      ? null
      : h(
          'p',
          {},
          `Read as ${reading}. ${counted(others, 'other reading')} ${others === 1 ? 'fits' : 'fit'} as well. `,
          h(
            'button',
            { type: 'button', class: 'link', onclick: () => command(context, 'chooseReading') },
            'Choose another reading',
          ),
        );
  const several = report.checks.length > 1 && !isOverTime(report);
  const title = several ? `How ${check.subject} was read` : 'How the file was read';
  const aside = others < 1 ? baseName(report.file) : counted(report.readings.length, 'reading');
  return fold(context, 'bound', title, aside, choice, h('div', { class: 'scroller' }, table));
}

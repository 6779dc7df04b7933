import type { CheckReport, TensorReport } from '../../src/protocol/report';
import { isDeclared } from '../../src/protocol/summary';
import { h, sentence, uniqueId } from '../shared/dom';
import { counted, decimal, ratio, scientific, shapeText } from '../../src/core/format';
import type { Picture } from '../shared/picture';
import { unbroken } from '../shared/sentence';
import { axisTitles, gridFor } from './cells';
import { componentTable } from './components';
import type { PanelContext } from './context';
import { lineLink, reveal } from '../shared/controls';
import { verdict } from './controls';
import { createCursor } from './cursor';
import { heatmap } from './heatmap';
import { scatter } from './scatter';
import { stepSweepFigure } from './stepSweep';
import { sizeOf } from './tensorRows';

/** Everything about one tensor: what decided, which components, in pictures and numbers. */
export interface TensorDetail {
  readonly element: HTMLElement;
  /** After a change of theme. */
  repaint(): void;
  pictures(): { readonly heatmap: Picture | null; readonly scatter: Picture | null };
}

export function tensorDetail(
  context: PanelContext,
  file: string,
  check: CheckReport,
  tensor: TensorReport,
): TensorDetail {
  const titleId = uniqueId('tensor');
  const head = h(
    'div',
    { class: 'detail-head' },
    h('h2', { id: titleId }, tensor.name, h('span', { class: 'aside number' }, shapeText(tensor.shape))),
    verdict(tensor.verdict, tensor.kinks, isDeclared(tensor)),
    tensor.location && lineLink(context, tensor.location, file),
    tensor.location?.function ? h('span', { class: 'quiet' }, `in ${tensor.location.function}`) : null,
  );
  const sentences = [...sentencesOf(check, tensor), ...intervalOf(tensor)];
  const cursor = createCursor();
  const go = () => reveal(context, tensor.location);
  const element = h('section', { class: 'detail', 'aria-labelledby': titleId }, head);
  element.append(...sentences.map((text) => h('p', { class: 'reason' }, ...sentence(unbroken(text)))));

  const { arrays, symbolic } = tensor;
  if (symbolic)
    element.append(
      h('p', { class: 'note' }, `Symbolic derivative: ${symbolic.expression} = ${decimal(symbolic.value)}`),
    );
  const size = sizeOf(tensor.shape);
  const table = componentTable(tensor, cursor);
  const sweep = stepSweepFigure(context, check, tensor);
  if (!arrays || size < 2) {
    if (arrays && !table) element.append(oneComponent(arrays.computed[0] ?? NaN, arrays.numerical[0] ?? NaN));
    if (!arrays)
      element.append(
        h('p', { class: 'note' }, 'There is nothing to draw: its components could not be compared.'),
      );
    if (table) element.append(table);
    element.append(h('div', { class: 'pictures' }, sweep));
    return { element, repaint: () => undefined, pictures: () => ({ heatmap: null, scatter: null }) };
  }

  const grid = gridFor(tensor.shape, axisTitles(tensor, check.tensors));
  const heat = heatmap(tensor, arrays, grid, cursor, () => context.saved, go);
  const points = scatter(tensor, arrays, cursor, go);
  element.append(
    h(
      'div',
      { class: 'pictures' },
      h(
        'div',
        {},
        h(
          'div',
          { class: 'picture-head' },
          h('h3', {}, 'Error of each component'),
          modes(context, heat.repaint),
        ),
        heat.element,
      ),
      h(
        'div',
        {},
        h('div', { class: 'picture-head' }, h('h3', {}, 'Computed against numerical')),
        points.element,
      ),
      ...(tensor.stepSweep ? [table, sweep] : []),
    ),
  );
  if (!tensor.stepSweep) element.append(...[table, sweep].filter((part) => part !== null));
  return {
    element,
    repaint: heat.repaint,
    pictures: () => ({ heatmap: heat.picture(), scatter: points.picture() }),
  };
}

/** What is said about a tensor, as far as the headline does not say it already. */
function sentencesOf(check: CheckReport, tensor: TensorReport): readonly string[] {
  const reason = `${tensor.gradientName} ${tensor.reason}.`;
  const own = check.diagnoses.filter((diagnosis) => diagnosis.tensor === tensor.name);
  const explained = own.map(({ explanation }) => explanation);
  const said = explained.some((text) => text.startsWith(reason)) ? explained : [reason, ...explained];
  const declared = isDeclared(tensor) ? [`As declared: ${tensor.expected!.replace(/\.$/, '')}.`] : [];
  const alone = check.tensors.length === 1;
  return [...new Set([...said, ...declared])].filter((text) => !(alone && check.reason.includes(text)));
}

/** Where the relative difference was estimated: between which bounds it lies. */
function intervalOf({ coverage, relativeDifference, interval }: TensorReport): readonly string[] {
  if (coverage === null || !Number.isFinite(relativeDifference)) return [];
  const [low, high] = [scientific(interval.low), scientific(interval.high)];
  if (low === high) return [];
  const bounds = interval.low > 0 ? `between ${low} and ${high}` : `at most ${high}`;
  return [
    `Its relative difference is estimated: ${scientific(relativeDifference)}, with 95% certainty ${bounds}.`,
  ];
}

/** A scalar needs no picture. */
function oneComponent(computed: number, numerical: number): HTMLElement {
  const facts = [
    `computed ${decimal(computed)}`,
    `numerical ${decimal(numerical)}`,
    `difference ${decimal(computed - numerical, 3)}`,
    `ratio ${ratio(computed, numerical)}`,
  ];
  return h('p', { class: 'number' }, `${counted(1, 'component')}: ${facts.join(', ')}.`);
}

function modes(context: PanelContext, repaint: () => void): HTMLElement {
  const toggle = (key: 'signed' | 'fitted', label: string, title: string) => {
    const button = h('button', { type: 'button', class: 'toggle', title }, label);
    const show = () => button.setAttribute('aria-pressed', String(context.saved[key]));
    button.addEventListener('click', () => {
      context.save({ [key]: !context.saved[key] });
      show();
      repaint();
    });
    show();
    return button;
  };
  return h(
    'div',
    { class: 'toggles', role: 'group', 'aria-label': 'Colours' },
    toggle(
      'signed',
      '±',
      'Show the sign: orange where the computed gradient is too large, blue where it is too small',
    ),
    toggle('fitted', 'Stretch colours', 'Stretch the colours over the errors that occur, down to the noise'),
  );
}

import { count, decimal, scientific } from '../../src/core/format';
import type { Conditioning, Descent } from '../../src/core/normalization/conditioning';
import { fold } from '../shared/controls';
import { h } from '../shared/dom';
import { chart } from '../shared/chart';
import type { PanelContext } from './context';
import { drawContours } from './contours';
import { drawCurves } from './curves';
import { legend } from '../shared/legend';
import { pairs } from './pairs';
import { drawScree } from './scree';

/** What it costs gradient descent that the data are as they are. */
export function costOfIt(context: PanelContext, conditioning: Conditioning | null): HTMLElement | null {
  if (conditioning === null) return null;
  const { before, after } = conditioning;
  const readable = (value: string | number) => (typeof value === 'number' ? decimal(value, 4) : value);
  const both = (row: (descent: Descent, which: string) => (string | number)[][]) => [
    ...row(before, 'as they are'),
    ...row(after, 'normalized'),
  ];
  const inks = () =>
    legend([
      { name: 'as they are', colour: 'var(--gl-before)', symbol: 'dashed' },
      { name: 'normalized', colour: 'var(--gl-after)', symbol: 'line' },
    ]);
  const contours = (descent: Descent, which: string, name: string) =>
    chart(context, {
      name: `contours-${name}`,
      title: `Cost, data ${which}`,
      label: `Contours of the cost in the plane of its steepest and flattest direction, with the path of gradient descent, data ${which}.`,
      draw: (width) => drawContours(descent, width),
      table: () => [['step', 'steepest', 'flattest'], ...pairs(descent.path).map(([x, y], k) => [k, x, y])],
      readable,
    });
  const scree = chart(context, {
    name: 'eigenvalues',
    title: 'Eigenvalues of XXᵀ∕m',
    label: 'Eigenvalues, the largest first, on a logarithmic axis, of the data as they are and normalized.',
    draw: (width) => drawScree(before, after, width),
    table: () => [
      ['data', 'rank', 'eigenvalue'],
      ...both(({ eigenvalues }, which) => Array.from(eigenvalues, (value, k) => [which, k + 1, value])),
    ],
    readable,
  });
  const curves = chart(context, {
    name: 'cost-by-step',
    title: 'Cost against step',
    label:
      'Cost over the cost at the start, step by step, on logarithmic axes, of the data as they are and normalized.',
    draw: (width) => drawCurves(conditioning, width),
    table: () => [
      ['data', 'step', 'J/J₀'],
      ...both(({ curve }, which) => pairs(curve).map(([step, cost]) => [which, step, cost])),
    ],
    readable,
  });
  for (const figure of [scree, curves]) figure.children[0]!.after(inks());
  return fold(
    context,
    'cost',
    'What it costs',
    isNothingLost(conditioning)
      ? `κ ${short(before.conditionNumber)}`
      : `κ ${short(before.conditionNumber)} → ${short(after.conditionNumber)}`,
    h('p', {}, answer(conditioning)),
    h('div', { class: 'scroller' }, numbers(conditioning)),
    h(
      'div',
      { class: 'columns' },
      contours(before, 'as they are', 'before'),
      contours(after, 'normalized', 'after'),
    ),
    h('div', { class: 'columns' }, scree, curves),
    h(
      'p',
      { class: 'note' },
      `A linear model with the squared error on ${count(conditioning.examples)} examples of ${count(conditioning.features)} features; ` +
        `gradient descent was run for up to ${count(conditioning.stepLimit)} steps, at the best learning rate for each.`,
    ),
  );
}

function short(value: number): string {
  if (value >= 1e4) return scientific(value);
  return value >= 100 ? count(value) : decimal(value, 2);
}

function steps({ actualSteps }: Descent, { stepLimit }: Conditioning): string {
  return actualSteps === null ? `more than ${count(stepLimit)}` : count(actualSteps);
}

function isNothingLost({ before, after }: Conditioning): boolean {
  return before.conditionNumber < 1.5 * after.conditionNumber;
}

function answer(conditioning: Conditioning): string {
  const { before, after } = conditioning;
  if (isNothingLost(conditioning))
    return `Nothing is lost: the condition number κ is ${short(before.conditionNumber)} as the data are and ${short(after.conditionNumber)} normalized.`;
  return (
    `Normalizing takes the condition number κ from ${short(before.conditionNumber)} to ${short(after.conditionNumber)}: ` +
    `gradient descent takes ${steps(after, conditioning)} steps instead of ${steps(before, conditioning)}.`
  );
}

function numbers(conditioning: Conditioning): HTMLElement {
  const { before, after, tolerance } = conditioning;
  const rows: (readonly [title: string, meaning: string, value: (descent: Descent) => string])[] = [
    ['condition number κ', 'λ_max ∕ λ_min', ({ conditionNumber }) => short(conditionNumber)],
    [
      'largest stable rate',
      '2 ∕ λ_max: above it gradient descent diverges',
      (one) => decimal(one.largestStableRate, 3),
    ],
    ['best rate', '2 ∕ (λ_max + λ_min)', (one) => decimal(one.bestRate, 3)],
    [
      'steps predicted',
      `(κ ∕ 2) ln(1 ∕ ε) to lower the cost by ε² with ε = ${decimal(tolerance, 1)}`,
      ({ predictedSteps }) =>
        predictedSteps < 1e6 ? count(Math.ceil(predictedSteps)) : scientific(predictedSteps),
    ],
    ['steps run', 'until the cost was that low', (descent) => steps(descent, conditioning)],
  ];
  return h(
    'table',
    { class: 'compact cost-table', 'aria-label': 'What it costs' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td', {}),
        ...['as they are', 'normalized'].map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map(([title, meaning, value]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, title, h('span', { class: 'aside' }, meaning)),
          ...[before, after].map((one) => h('td', { class: 'number' }, value(one))),
        ),
      ),
    ),
  );
}

import { power, scientific } from '../../src/core/format';
import type { CheckReport } from '../../src/protocol/report';
import { h } from '../shared/dom';

/** The textbook's number, explained in a line. */
export function textbookLine(check: CheckReport): HTMLElement {
  const value = check.relativeDifference;
  const g = () => h('i', {}, 'g');
  const computed = () => h('i', {}, 'ĝ');
  const formula = h(
    'span',
    { class: 'formula' },
    ...['‖', g(), ' − ', computed(), '‖ ∕ (‖', g(), '‖ + ‖', computed(), '‖)'],
  );
  const meaning = Number.isFinite(value)
    ? [' = ', h('b', { class: 'number' }, scientific(value)), ' over all of θ']
    : [' cannot be formed over all of θ'];
  return h(
    'p',
    { class: 'textbook' },
    formula,
    ...meaning,
    ', with ',
    g(),
    ' the numerical gradient and ',
    computed(),
    ` the computed one. ${power(-7)} or less is right, ${power(-5)} deserves a careful look, ${power(-3)} or more is a bug.`,
  );
}

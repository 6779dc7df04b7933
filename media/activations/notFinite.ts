import type { NonFinite } from '../../src/core/activation/network';
import { count } from '../../src/core/format';
import { lineLink } from '../shared/controls';
import { h } from '../shared/dom';
import type { ProfileContext } from './context';

/** Where the first value came from that is not finite; null if all are. */
export function notFinite(context: ProfileContext, first: NonFinite | null): HTMLElement | null {
  if (first === null) return null;
  const { kind, count: values, of, name, place, layer, backward } = first;
  const what = kind === 'nan' ? 'NaN' : '∞';
  const where = layer === null ? '' : `, ${backward ? 'in the gradient of layer' : 'in layer'} ${layer}`;
  return h(
    'p',
    { class: 'not-finite' },
    h('span', { class: 'sign verdict-wrong' }, '✗ '),
    `The first ${what} is in `,
    h('code', {}, name),
    `${where}: ${count(values)} of ${count(of)} values. `,
    place && lineLink(context, place, context.saved.file),
  );
}

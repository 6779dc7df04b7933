import { h } from '../shared/dom';
import { markOf } from '../shared/marks';
import type { Word } from './words';

/** Mark and word; only the mark has the colour. */
export function marked({ mark, word }: Word): HTMLElement {
  const { sign, className } = mark === null ? { sign: '○', className: 'quiet' } : markOf(mark);
  return h('span', { class: 'verdict' }, h('span', { class: `sign ${className}` }, sign), ` ${word}`);
}

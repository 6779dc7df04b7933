import type { Verdict } from '../../src/core/gradient/verdict';
import { h } from '../shared/dom';
import { markOf } from '../shared/marks';

/** Mark and word; only the mark has the colour, because not every theme's colour is dark enough for text. */
export function verdict(value: Verdict, kinks = 0, declared = false): HTMLElement {
  const { sign, word, className } = markOf(value, kinks);
  if (declared && value !== 'correct')
    return h('span', { class: 'verdict quiet' }, h('span', { class: 'sign' }, sign), ' as declared');
  return h('span', { class: 'verdict' }, h('span', { class: `sign ${className}` }, sign), ` ${word}`);
}

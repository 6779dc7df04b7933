import { unravel } from '../../src/core/gradient/explain';
import type { TensorArrays } from '../../src/protocol/report';
import { h } from '../shared/dom';
import { decimal, indexText, ratio } from '../../src/core/format';

/** One component under the pointer or the arrow keys, shared by all pictures of a tensor. */
export interface Cursor {
  readonly at: number | null;
  /** `by` names the picture that moved it, so that only that one speaks. */
  move(at: number | null, by: string): void;
  watch(moved: (at: number | null, by: string) => void): void;
}

export function createCursor(): Cursor {
  const watchers: ((at: number | null, by: string) => void)[] = [];
  let at: number | null = null;
  return {
    get at() {
      return at;
    },
    move(next, by) {
      if (next === at) return;
      at = next;
      for (const moved of watchers) moved(next, by);
    },
    watch: (moved) => void watchers.push(moved),
  };
}

/** Index, computed, numerical, difference and ratio of the component under the cursor. */
export function readOut(
  cursor: Cursor,
  own: string,
  arrays: TensorArrays,
  shape: readonly number[],
  hint: string,
): HTMLElement {
  const kinks = new Set(arrays.kinkIndices);
  const element = h('p', { class: 'read-out component', 'aria-live': 'polite' });
  const show = (at: number | null, by: string) => {
    element.setAttribute('aria-live', by === own ? 'polite' : 'off');
    element.replaceChildren(
      ...(at === null ? [h('span', { class: 'quiet' }, hint)] : facts(at)).filter((part) => part !== false),
    );
  };
  const facts = (at: number) => {
    const computed = arrays.computed[at] ?? NaN;
    const numerical = arrays.numerical[at] ?? NaN;
    const values: [string, string][] = [
      ['computed', decimal(computed)],
      ['numerical', decimal(numerical)],
      ['difference', decimal(computed - numerical, 3)],
      ['ratio', ratio(computed, numerical, 4)],
    ];
    return [
      h('b', { class: 'number' }, indexText(unravel(at, shape))),
      ...values.map(([name, value]) =>
        h('span', {}, h('span', { class: 'quiet' }, `${name} `), h('span', { class: 'number' }, value)),
      ),
      kinks.has(at) && h('span', { class: 'quiet' }, 'at a kink'),
    ];
  };
  cursor.watch(show);
  show(cursor.at, own);
  return element;
}

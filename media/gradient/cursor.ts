import { unravel } from '../../src/core/gradient/explain';
import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { h } from '../shared/dom';
import type { Block, Coverage } from '../../src/core/gradient/coverage';
import { decimal, indexText, ratio, scientific } from '../../src/core/format';
import { blockAt, blockText, measuredMask } from './measured';

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

/**
 * Index, computed, numerical, difference and ratio of the component under the cursor; of one that was not measured, what
 * is known of its block.
 */
export function readOut(
  cursor: Cursor,
  own: string,
  arrays: TensorArrays,
  { shape, coverage }: TensorReport,
  hint: string,
): HTMLElement {
  const kinks = new Set(arrays.kinkIndices);
  const measured = measuredMask(coverage, arrays.computed.length);
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
    const index = unravel(at, shape);
    const values: [string, string][] = [
      ['computed', decimal(computed)],
      ['numerical', decimal(numerical)],
      ['difference', decimal(computed - numerical, 3)],
      ['ratio', ratio(computed, numerical, 4)],
    ];
    const name = h('b', { class: 'number' }, indexText(index));
    if (coverage && measured?.[at] === 0) return [name, ...unmeasured(computed, coverage, index)];
    return [
      name,
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

function unmeasured(computed: number, coverage: Coverage, index: readonly number[]): Node[] {
  const block = blockAt(coverage, index);
  const own = h(
    'span',
    {},
    h('span', { class: 'quiet' }, 'computed '),
    h('span', { class: 'number' }, decimal(computed)),
  );
  const known =
    block === null ? 'not checked by itself' : `its block ${blockText(block)} ${findingText(block)}`;
  return [own, h('span', {}, known)];
}

const findings: Readonly<Record<Block['finding'], string>> = {
  agrees: 'agrees',
  disagrees: 'disagrees',
  unresolved: 'was not resolved',
};

/** `agrees: ‖g − ĝ‖ is at most 3.1 × 10⁻¹⁰`. */
function findingText({ finding, low, high }: Block): string {
  const bounds =
    low > 0
      ? `between ${scientific(low)} and ${scientific(high)}`
      : Number.isFinite(high)
        ? `at most ${scientific(high)}`
        : 'not known';
  return `${findings[finding]}: ‖g − ĝ‖ is ${bounds}`;
}

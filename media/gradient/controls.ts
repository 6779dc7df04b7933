import '@vscode-elements/elements/dist/vscode-button/index.js';
import { lineText, type Place } from '../../src/core/place';
import { h } from '../shared/dom';
import type { Verdict } from '../../src/core/gradient/verdict';
import { baseName } from '../../src/core/format';
import { markOf } from '../shared/marks';
import { type PanelContext, reveal } from './context';

/** Mark and word; only the mark has the colour, because not every theme's colour is dark enough for text. */
export function verdict(value: Verdict, kinks = 0, declared = false): HTMLElement {
  const { sign, word, className } = markOf(value, kinks);
  if (declared && value !== 'correct')
    return h('span', { class: 'verdict quiet' }, h('span', { class: 'sign' }, sign), ' as declared');
  return h('span', { class: 'verdict' }, h('span', { class: `sign ${className}` }, sign), ` ${word}`);
}

/** A button in the editor's own style. */
export function button(
  label: string,
  run: () => void,
  kind: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  const element = h('vscode-button', { onclick: run }, label);
  element.secondary = kind === 'secondary';
  return element;
}

/** `line 35`, `cell 4, line 35`, or `layers.py, line 35` where the place is in another file; jumps there. */
export function lineLink(
  context: PanelContext,
  place: Pick<Place, 'file' | 'line' | 'column' | 'cell'>,
  mainFile: string,
  short = false,
): HTMLElement {
  const elsewhere = place.file !== mainFile;
  const file = elsewhere ? `${baseName(place.file)}${short ? ':' : ', '}` : '';
  return h(
    'button',
    {
      type: 'button',
      class: 'link number',
      title: `Go to ${lineText(place)} of ${baseName(place.file)}`,
      onclick: (event: MouseEvent) => {
        event.stopPropagation();
        reveal(context, place);
      },
    },
    short && place.cell === undefined ? `${file}${place.line}` : `${file}${lineText(place)}`,
  );
}

/** A section that folds open and remembers it. */
export function fold(
  context: PanelContext,
  name: string,
  title: string,
  aside: string,
  ...content: readonly (Node | null)[]
): HTMLElement {
  const details = h(
    'details',
    { class: 'fold', open: context.saved.open.includes(name) },
    h('summary', {}, h('h2', {}, title), h('span', { class: 'aside' }, aside)),
    h('div', { class: 'fold-content' }, ...content),
  );
  details.addEventListener('toggle', () => {
    const others = context.saved.open.filter((other) => other !== name);
    context.save({ open: details.open ? [...others, name] : others });
  });
  return details;
}

/** A term and its value, for a definition list. */
export function term(name: string, value: string | Node, title?: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(h('dt', { title }, name), h('dd', { class: 'number' }, value));
  return fragment;
}

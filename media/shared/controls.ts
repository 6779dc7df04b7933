import '@vscode-elements/elements/dist/vscode-button/index.js';
import { baseName } from '../../src/core/format';
import { lineText, type Place } from '../../src/core/place';
import { h } from './dom';

/** Controls that all panels have. */

type PlaceLike = Pick<Place, 'file' | 'line' | 'column' | 'cell'>;

/** The part of a panel's context that goes to places. */
export interface Revealing {
  send(message: { readonly type: 'reveal'; readonly place: PlaceLike }): void;
}

/** The part of a panel's context that remembers which folds stand open. */
export interface Folding {
  readonly saved: { readonly open: readonly string[] };
  save(change: { readonly open: readonly string[] }): void;
}

export function reveal(context: Revealing, place: PlaceLike | null): void {
  if (!place) return;
  const { file, line, column, cell } = place;
  context.send({ type: 'reveal', place: { file, line, column, ...(cell !== undefined && { cell }) } });
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
export function lineLink(context: Revealing, place: PlaceLike, mainFile: string, short = false): HTMLElement {
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
  context: Folding,
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

import { stressedParts } from '../../src/core/emphasis';
/** Just enough to build elements without a framework; text is always set as text. */

export type Child = Node | string | null | undefined | false;
type Attribute = string | number | boolean | null | undefined | ((event: never) => void);

/** `h('button', { class: 'link', onclick: go }, 'line 12')`. False and null leave an attribute or child out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, Attribute>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as (event: Event) => void);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child) element.append(child);
}

/** A sentence in which names of the code stand between backticks, and those of commands between asterisks. */
export function sentence(text: string): Child[] {
  return stressedParts(text).flatMap((part): Child[] =>
    part.stressed
      ? [h('em', {}, part.text)]
      : part.text.split('`').map((one, i) => (i % 2 === 1 ? h('code', {}, one) : one)),
  );
}

let lastId = 0;

/** An id for `aria-labelledby` and the like. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${++lastId}`;
}

/**
 * Calls `draw` with the element's width now and whenever it changes, once a frame.
 * Stops by itself when the element has left the document.
 */
export function onWidth(element: Element, draw: (width: number) => void): void {
  let last = -1;
  const observer = new ResizeObserver(() => {
    if (!element.isConnected) return observer.disconnect();
    const width = Math.floor(element.clientWidth);
    if (width === last || width === 0) return;
    last = width;
    requestAnimationFrame(() => draw(width));
  });
  observer.observe(element);
}

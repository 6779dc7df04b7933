import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { baseName, capital, duration, shapeText } from '../../src/core/format';
import type { Problem } from '../../src/core/problem';
import { button, lineLink, type Revealing } from './controls';
import { h, sentence } from './dom';

/** Codes of problems that another interpreter solves. */
export function interpreterHelps({ code, file }: Problem): boolean {
  return interpreterCodes.has(code) && !/\.[cm]?[jt]sx?$/i.test(file);
}

const interpreterCodes: ReadonlySet<string> = new Set(['no-python', 'not-started', 'missing-module']);

/** Panels without a report; each state ends with the next step as a button. */

export function page(sign: string, title: string, ...content: readonly (Node | null)[]): HTMLElement {
  return h(
    'section',
    { class: 'state' },
    h(
      'h1',
      { class: 'answer' },
      h('span', { class: 'sign quiet', 'aria-hidden': 'true' }, sign),
      h('span', {}, title),
    ),
    ...content,
  );
}

/** A button with the command that it sends, for each next step; the first is the one to take. */
export function actions<C>(
  run: (command: C) => void,
  ...entries: readonly (readonly [command: C, label: string])[]
): HTMLElement {
  return h(
    'div',
    { class: 'actions' },
    ...entries.map(([name, label], i) => button(label, () => run(name), i === 0 ? 'primary' : 'secondary')),
  );
}

/** What could not be done, why, and where. */
export function problemPage(
  context: Revealing,
  title: string,
  file: string,
  problem: Problem,
  next: HTMLElement,
): HTMLElement {
  const { line, column, cell } = problem;
  const place =
    line === null
      ? null
      : { file: problem.file, line, column: column ?? 1, ...(cell !== undefined && { cell }) };
  const where = h(
    'p',
    { class: 'where' },
    place ? lineLink(context, place, file) : null,
    h('span', { class: 'quiet' }, place ? ` of ${baseName(problem.file)}` : baseName(problem.file)),
  );
  return page('!', title, h('p', { class: 'message' }, ...sentence(capital(problem.message))), where, next);
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  /** Null while unknown. */
  readonly total: number | null;
  readonly secondsLeft: number | null;
}

export interface ProgressState<P extends Progress> {
  readonly element: HTMLElement;
  update(progress: P): void;
}

/** Shows at once what is known and fills in; updated in place, so that Cancel keeps the focus. */
export function progressPage<P extends Progress>(
  title: string,
  parts: {
    readonly progress: P;
    /** What is counted, e.g. "evaluations". */
    readonly unit: string;
    readonly counts: (progress: P) => string;
    /** What the list is of, e.g. "Tensors". */
    readonly listName: string;
    readonly list: (progress: P) => readonly { readonly name: string; readonly shape: readonly number[] }[];
    readonly next: HTMLElement;
  },
): ProgressState<P> {
  const stage = h('p', { class: 'stage', 'aria-live': 'polite' });
  const bar = h('vscode-progress-bar', { 'aria-label': parts.unit });
  const counts = h('p', { class: 'counts number quiet' });
  const list = h('ul', { class: 'tensor-list', 'aria-label': parts.listName });
  const update = (next: P) => {
    if (stage.textContent !== next.stage) stage.textContent = next.stage;
    bar.indeterminate = next.total === null || next.total === 0;
    bar.max = next.total ?? 100;
    bar.value = next.done;
    const left = next.secondsLeft;
    counts.textContent =
      [parts.counts(next), left !== null && left >= 1 ? `about ${duration(Math.round(left))} left` : '']
        .filter((part) => part !== '')
        .join(' · ') || '\u00a0';
    const current = next.stage.split(/[\s,:…]+/);
    list.replaceChildren(
      ...parts
        .list(next)
        .map(({ name, shape }) =>
          h(
            'li',
            { 'aria-current': current.includes(name) ? 'step' : null },
            h('b', {}, name),
            ' ',
            h('span', { class: 'number quiet' }, shapeText(shape)),
          ),
        ),
    );
  };
  update(parts.progress);
  const element = page('○', title, stage, bar, counts, parts.next, list);
  element.classList.add('checking');
  return { element, update };
}

import { h, uniqueId } from './dom';

export type MenuEntry = { readonly label: string; readonly run: () => void } | 'separator';

/** A button that opens a menu: arrows, Home, End and letters move, Enter chooses, Escape and Tab close. */
export function menuButton(label: string, sign: string, entries: () => readonly MenuEntry[]): HTMLElement {
  const id = uniqueId('menu');
  const list = h('div', { id, role: 'menu', class: 'menu', hidden: true, 'aria-label': label });
  const button = h(
    'button',
    { class: 'icon-button', type: 'button', title: label, 'aria-label': label, 'aria-haspopup': 'menu' },
    sign,
  );
  button.setAttribute('aria-controls', id);
  button.setAttribute('aria-expanded', 'false');
  const root = h('div', { class: 'menu-root' }, button, list);

  const items = () => [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const close = (refocus: boolean) => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  };
  const open = (last: boolean) => {
    list.replaceChildren(
      ...entries().map((entry) =>
        entry === 'separator'
          ? h('div', { role: 'separator', class: 'menu-separator' })
          : h(
              'div',
              { role: 'menuitem', tabindex: -1, onclick: () => (close(true), entry.run()) },
              entry.label,
            ),
      ),
    );
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    items()
      .at(last ? -1 : 0)
      ?.focus();
  };

  button.addEventListener('click', () => (list.hidden ? open(false) : close(true)));
  root.addEventListener('keydown', (event) => {
    if (list.hidden) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      open(event.key === 'ArrowUp');
    } else {
      const all = items();
      const at = all.indexOf(document.activeElement as HTMLElement);
      if (event.key === 'Escape') close(true);
      else if (event.key === 'Tab') return close(false);
      else if (event.key === 'Enter' || event.key === ' ') all[at]?.click();
      else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
      else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
      else if (event.key === 'Home') all[0]?.focus();
      else if (event.key === 'End') all.at(-1)?.focus();
      else if (event.key.length === 1) {
        const letter = event.key.toLowerCase();
        const next = [...all.slice(at + 1), ...all].find((item) =>
          item.textContent.toLowerCase().startsWith(letter),
        );
        next?.focus();
      } else return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusout', (event) => {
    if (!list.hidden && !root.contains(event.relatedTarget as Node | null)) close(false);
  });
  return root;
}

/** What the pages of all panels do as a whole. */

/** Escape, unless an open menu or a field took it. */
export function onEscape(leave: () => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave();
  });
}

/** Tells where the page stands once the reader has stopped scrolling. */
export function onScroll(stopped: (pixels: number) => void): void {
  let scrolling = 0;
  document.addEventListener('scroll', () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => stopped(Math.round(window.scrollY)), 200);
  });
}

/** Charts take their height in the next frames; then the old place can be scrolled to. */
export function scrollBack(pixels: number): void {
  requestAnimationFrame(() => requestAnimationFrame(() => window.scrollTo(0, pixels)));
}

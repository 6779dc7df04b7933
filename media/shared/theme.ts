import { type HeatColours, heatColours, parseColour, type Rgb } from './colour';

/** A custom property or colour name as the page resolves it. */
export function resolve(value: string, fallback: Rgb): Rgb {
  const probe = document.createElement('span');
  probe.style.color = value;
  document.body.append(probe);
  const colour = parseColour(getComputedStyle(probe).color);
  probe.remove();
  return colour ?? fallback;
}

/** Heatmap colours for the theme in force. */
export function themeHeatColours(): HeatColours {
  const background = resolve('var(--vscode-editor-background)', [255, 255, 255]);
  return heatColours(background, resolve('var(--vscode-foreground)', [0, 0, 0]));
}

/** VS Code changes `body`'s class and the root's style when the theme changes; canvases must be painted again. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(() => requestAnimationFrame(changed));
  observer.observe(document.body, { attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
}

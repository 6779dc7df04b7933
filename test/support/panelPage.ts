import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** A panel alone in a browser page: the built bundle, a stand-in for VS Code's API, and a theme. */

const root = join(__dirname, '..', '..');

export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';

const shared = {
  'font-family': 'Inter, system-ui, sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
};

/** What VS Code's built-in themes set, for the variables that the panel uses. */
const themes: Readonly<
  Record<Theme, { readonly className: string; readonly colours: Record<string, string> }>
> = {
  dark: {
    className: 'vscode-dark',
    colours: {
      foreground: '#cccccc',
      'editor-background': '#1f1f1f',
      'editor-foreground': '#cccccc',
      descriptionForeground: '#9d9d9d',
      focusBorder: '#0078d4',
      'editorWidget-border': '#313131',
      'button-background': '#0078d4',
      'button-foreground': '#ffffff',
      'button-hoverBackground': '#026ec1',
      'button-border': '#ffffff12',
      'button-secondaryBackground': '#313131',
      'button-secondaryForeground': '#cccccc',
      'button-secondaryHoverBackground': '#3c3c3c',
      'list-hoverBackground': '#2a2d2e',
      'list-inactiveSelectionBackground': '#37373d',
      'list-warningForeground': '#cca700',
      'textLink-foreground': '#4daafc',
      'textLink-activeForeground': '#4daafc',
      'testing-iconPassed': '#73c991',
      'testing-iconFailed': '#f14c4c',
      'testing-iconSkipped': '#848484',
      'charts-blue': '#3794ff',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      'input-background': '#313131',
      'input-foreground': '#cccccc',
      'input-border': '#3c3c3c',
      'progressBar-background': '#0078d4',
      'toolbar-hoverBackground': '#5a5d5e50',
      'menu-background': '#1f1f1f',
      'menu-foreground': '#cccccc',
      'menu-border': '#454545',
      'menu-selectionBackground': '#0078d4',
      'menu-selectionForeground': '#ffffff',
      'menu-separatorBackground': '#454545',
      'inputOption-activeBorder': '#2488db',
      'inputOption-activeBackground': '#2489db82',
      'inputOption-activeForeground': '#ffffff',
    },
  },
  light: {
    className: 'vscode-light',
    colours: {
      foreground: '#3b3b3b',
      'editor-background': '#ffffff',
      'editor-foreground': '#3b3b3b',
      descriptionForeground: '#717171',
      focusBorder: '#005fb8',
      'editorWidget-border': '#c8c8c8',
      'button-background': '#005fb8',
      'button-foreground': '#ffffff',
      'button-hoverBackground': '#0258a8',
      'button-border': '#0000001a',
      'button-secondaryBackground': '#e5e5e5',
      'button-secondaryForeground': '#3b3b3b',
      'button-secondaryHoverBackground': '#cccccc',
      'list-hoverBackground': '#f2f2f2',
      'list-inactiveSelectionBackground': '#e4e6f1',
      'list-warningForeground': '#855f00',
      'textLink-foreground': '#005fb8',
      'textLink-activeForeground': '#005fb8',
      'testing-iconPassed': '#73c991',
      'testing-iconFailed': '#f14c4c',
      'testing-iconSkipped': '#848484',
      'charts-blue': '#1a85ff',
      'charts-orange': '#d18616',
      'charts-green': '#388a34',
      'charts-purple': '#652d90',
      'input-background': '#ffffff',
      'input-foreground': '#3b3b3b',
      'input-border': '#cecece',
      'progressBar-background': '#005fb8',
      'toolbar-hoverBackground': '#b8b8b850',
      'menu-background': '#ffffff',
      'menu-foreground': '#3b3b3b',
      'menu-border': '#cecece',
      'menu-selectionBackground': '#005fb8',
      'menu-selectionForeground': '#ffffff',
      'menu-separatorBackground': '#d4d4d4',
      'inputOption-activeBorder': '#005fb8',
      'inputOption-activeBackground': '#bed6ed',
      'inputOption-activeForeground': '#000000',
    },
  },
  'hc-dark': {
    className: 'vscode-high-contrast',
    colours: {
      foreground: '#ffffff',
      'editor-background': '#000000',
      'editor-foreground': '#ffffff',
      descriptionForeground: '#ffffffb3',
      focusBorder: '#f38518',
      contrastBorder: '#6fc3df',
      contrastActiveBorder: '#f38518',
      'editorWidget-border': '#6fc3df',
      'button-background': '#000000',
      'button-foreground': '#ffffff',
      'button-border': '#6fc3df',
      'button-secondaryBackground': '#000000',
      'button-secondaryForeground': '#ffffff',
      'list-hoverBackground': '#ffffff1a',
      'list-warningForeground': '#ffd370',
      'textLink-foreground': '#21a6ff',
      'textLink-activeForeground': '#21a6ff',
      'testing-iconPassed': '#73c991',
      'testing-iconFailed': '#f14c4c',
      'testing-iconSkipped': '#848484',
      'charts-blue': '#3794ff',
      'charts-orange': '#d18616',
      'charts-green': '#89d185',
      'charts-purple': '#b180d7',
      'input-background': '#000000',
      'input-foreground': '#ffffff',
      'input-border': '#6fc3df',
      'progressBar-background': '#6fc3df',
      'menu-background': '#000000',
      'menu-foreground': '#ffffff',
      'menu-border': '#6fc3df',
      'menu-selectionBorder': '#f38518',
      'menu-separatorBackground': '#6fc3df',
      'inputOption-activeBorder': '#6fc3df',
      'inputOption-activeForeground': '#ffffff',
    },
  },
  'hc-light': {
    className: 'vscode-high-contrast vscode-high-contrast-light',
    colours: {
      foreground: '#292929',
      'editor-background': '#ffffff',
      'editor-foreground': '#292929',
      descriptionForeground: '#292929b3',
      focusBorder: '#006bbd',
      contrastBorder: '#0f4a85',
      contrastActiveBorder: '#006bbd',
      'editorWidget-border': '#0f4a85',
      'button-background': '#0f4a85',
      'button-foreground': '#ffffff',
      'button-border': '#0f4a85',
      'button-secondaryBackground': '#ffffff',
      'button-secondaryForeground': '#292929',
      'list-hoverBackground': '#0f4a851a',
      'list-warningForeground': '#895503',
      'textLink-foreground': '#0f4a85',
      'textLink-activeForeground': '#0f4a85',
      'testing-iconPassed': '#007100',
      'testing-iconFailed': '#b5200d',
      'testing-iconSkipped': '#848484',
      'charts-blue': '#1a85ff',
      'charts-orange': '#d18616',
      'charts-green': '#374e06',
      'charts-purple': '#652d90',
      'input-background': '#ffffff',
      'input-foreground': '#292929',
      'input-border': '#0f4a85',
      'progressBar-background': '#0f4a85',
      'menu-background': '#ffffff',
      'menu-foreground': '#292929',
      'menu-border': '#0f4a85',
      'menu-selectionBorder': '#006bbd',
      'menu-separatorBackground': '#0f4a85',
      'inputOption-activeBorder': '#0f4a85',
      'inputOption-activeForeground': '#292929',
    },
  },
};

/** Of the page: what the panel has sent, and the state it keeps. */
declare const window: {
  readonly sent: unknown[];
  readonly kept: unknown;
  /** Of a message that is too large to come at once. */
  readonly parts: string[];
  postMessage(message: unknown, target: string): void;
  addEventListener(type: 'message', listener: () => void, options: { readonly once: true }): void;
  requestAnimationFrame(drawn: () => void): void;
};

/** `State` is what the panel is shown, `Sent` what it sends. */
export interface PanelPage<State, Sent> {
  readonly page: Page;
  show(state: State): Promise<void>;
  /** As from the extension; returns when the page has drawn what came of it. */
  post(message: unknown): Promise<void>;
  /** What the first such element reads, once the page is still. */
  text(selector: string): Promise<string>;
  sent(): Promise<Sent[]>;
  close(): Promise<void>;
}

const csp = `default-src 'none'; script-src 'nonce-test'; style-src 'self' 'unsafe-inline'; img-src data: blob:`;
/** What a page with a worker may do besides. */
const workerCsp = `; connect-src 'self'; worker-src blob:`;

/** Characters: the pipe to the browser takes no more than 100 MB. */
const atOnce = 20_000_000;

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly kept?: unknown;
  /** Bundle of the worker that the page starts. */
  readonly worker?: string;
}

/** Opens the panel with this bundle as the extension would, under the same content security policy. */
export async function openPanelPage<State, Sent>(
  browser: Browser,
  bundle: string,
  options: PageOptions = {},
): Promise<PanelPage<State, Sent>> {
  const { theme = 'dark', width = 1000, height = 900, kept, worker } = options;
  const { className, colours } = themes[theme];
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const variables = Object.entries({ ...shared, ...colours }).map(
    ([name, value]) => `--vscode-${name}:${value}`,
  );
  const html = `<!DOCTYPE html><html lang="en" style="${escape(variables.join(';'))}"><head><meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${csp}${worker === undefined ? '' : workerCsp}">
    <style>@layer vscode-default { html { background: var(--vscode-editor-background); }
      body { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; } }</style>
    <link rel="stylesheet" href="/${bundle}.css"></head><body class="${className}"${worker === undefined ? '' : ` data-worker="/${worker}.js"`}><main id="app"></main>
    <script nonce="test">window.sent = []; window.kept = ${JSON.stringify(kept ?? null)};
      window.acquireVsCodeApi = () => ({ postMessage: (message) => window.sent.push(message),
        getState: () => window.kept ?? undefined, setState: (state) => { window.kept = state; } });</script>
    <script nonce="test" src="/${bundle}.js"></script></body></html>`;
  await page.route('https://panel.test/**', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    if ([`/${bundle}.js`, `/${bundle}.css`, `/${worker}.js`].includes(pathname))
      return route.fulfill({ path: join(root, 'dist', 'media', pathname) });
    return route.fulfill({ status: 204 });
  });
  await page.goto('https://panel.test/');
  return {
    page,
    async show(state) {
      const json = encode(state);
      await page.evaluate('window.parts = []');
      for (let from = 0; from < json.length; from += atOnce)
        await page.evaluate((part) => void window.parts.push(part), json.slice(from, from + atOnce));
      await page.evaluate(revive);
      await page.evaluate(still);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
    async post(message) {
      await page.evaluate(deliver, message);
      await page.evaluate(still);
    },
    async text(selector) {
      await page.evaluate(still);
      return page.locator(selector).first().innerText();
    },
    sent: () => page.evaluate(() => window.sent) as Promise<Sent[]>,
    close: () => context.close(),
  };
}

/**
 * Of the page: lets it draw, however busy the machine is. A chart takes a frame to learn its width and one to draw,
 * and what it draws may hold another.
 */
async function still(): Promise<void> {
  for (let frame = 0; frame < 6; frame++)
    await new Promise<void>((drawn) => window.requestAnimationFrame(() => drawn()));
}

/** Of the page: resolves when the panel has received the message, its listener being the older one. */
function deliver(message: unknown): Promise<void> {
  return new Promise((received) => {
    window.addEventListener('message', () => received(), { once: true });
    window.postMessage(message, '*');
  });
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** Typed arrays that travel as they are. */
const typedArrays = { Float64Array, Uint32Array, Uint8Array };
type ArrayName = keyof typeof typedArrays;

/** As VS Code does it: JSON, with typed arrays apart. */
function encode(state: unknown): string {
  return JSON.stringify(state, (_, value: unknown) => {
    const name = (Object.keys(typedArrays) as ArrayName[]).find((key) => value instanceof typedArrays[key]);
    if (name === undefined) return value;
    const { buffer, byteOffset, byteLength } = value as Float64Array<ArrayBuffer>;
    return { $array: name, $bytes: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  });
}

function revive(): Promise<void> {
  const data: unknown = JSON.parse(window.parts.join(''), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$bytes' in value) || !('$array' in value))
      return value;
    const characters = atob(String(value.$bytes));
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    // In the page, where the names of this file do not reach.
    const arrays = { Float64Array, Uint32Array, Uint8Array };
    return new arrays[value.$array as ArrayName](bytes.buffer);
  });
  return new Promise((received) => {
    window.addEventListener('message', () => received(), { once: true });
    window.postMessage({ type: 'state', state: data }, '*');
  });
}

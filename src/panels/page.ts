import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html';

/** What a webview loads, by the names of files in `dist/media` without `.js` and `.css`. */
export interface Bundle {
  readonly bundle: string;
  /** Of a page that computes. */
  readonly worker?: string;
}

/** Gives a panel its icon and its page. */
export function preparePage(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  { bundle, worker }: Bundle,
): void {
  const { webview } = panel;
  webview.options = webviewOptions(extension);
  panel.iconPath = {
    light: vscode.Uri.joinPath(extension, 'media', 'icons', 'panel-light.svg'),
    dark: vscode.Uri.joinPath(extension, 'media', 'icons', 'panel-dark.svg'),
  };
  const resource = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'media', name)).toString();
  webview.html = pageHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    script: resource(`${bundle}.js`),
    style: resource(`${bundle}.css`),
    title: vscode.l10n.t('Gradient Lens'),
    language: vscode.env.language,
    ...(worker !== undefined && { worker: resource(`${worker}.js`) }),
  });
}

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'media')] };
}

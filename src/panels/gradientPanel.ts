import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { gradientPanelView } from '../environment/ids';
import { isFromGradientPanel, type PanelFocus, type ToGradientPanel } from '../protocol/panels';
import type { Entry, Results } from '../state/results';
import { pageHtml } from './html';
import { carryOut, type PanelServices } from './panelActions';
import { panelState } from './panelState';

/** The panel itself: a webview that shows what is known about one document, and keeps up with it. */
export class GradientPanel {
  /** Empty while there is no document to show. */
  private uri: string;
  private focus: PanelFocus | null = null;
  /** The page listens; a hidden page is gone, and a page shown again says so. */
  private ready = false;
  private sent: {
    readonly uri: string;
    readonly entry: Entry | undefined;
    readonly focus: PanelFocus | null;
  } | null = null;
  private readonly subscriptions: { dispose(): void }[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    uri: string,
    private readonly results: Results,
    private readonly services: PanelServices,
    onDidDispose: () => void,
  ) {
    this.uri = uri;
    panel.webview.options = webviewOptions(services.extension);
    panel.iconPath = {
      light: vscode.Uri.joinPath(services.extension, 'media', 'icons', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(services.extension, 'media', 'icons', 'panel-dark.svg'),
    };
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      results.onDidChange((changed) => {
        if (changed === this.uri) this.send();
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.ready = false;
      }),
      panel.onDidDispose(() => {
        for (const subscription of this.subscriptions) subscription.dispose();
        onDidDispose();
      }),
    ];
    panel.webview.html = this.page();
    this.send();
  }

  /** Shows another document, or a tensor of it first, without taking the focus. */
  show(uri: string, focus: PanelFocus | null): void {
    this.look(uri, focus);
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  /** As `show`, but stays in the background if it is there. */
  look(uri: string, focus: PanelFocus | null): void {
    this.uri = uri;
    this.focus = focus;
    this.send();
  }

  get document(): string {
    return this.uri;
  }

  dispose(): void {
    this.panel.dispose();
  }

  private send(): void {
    const entry = this.results.get(this.uri);
    const name = entry === undefined ? nameOf(this.uri) : basename(entry.file);
    this.panel.title = name === '' ? vscode.l10n.t('Gradients') : vscode.l10n.t('Gradients: {0}', name);
    if (!this.ready || this.isShown(entry)) return;
    this.sent = { uri: this.uri, entry, focus: this.focus };
    const message: ToGradientPanel = { type: 'state', state: panelState(entry, this.focus) };
    void this.panel.webview.postMessage(message);
  }

  /** Every key stroke changes a stale entry, but not what the panel shows; reports can be large. */
  private isShown(entry: Entry | undefined): boolean {
    const { sent } = this;
    return (
      sent !== null &&
      sent.uri === this.uri &&
      sent.focus === this.focus &&
      sent.entry?.result === entry?.result &&
      sent.entry?.stale === entry?.stale
    );
  }

  private receive(message: unknown): void {
    if (!isFromGradientPanel(message)) return;
    if (message.type === 'ready') {
      this.ready = true;
      this.sent = null;
      this.send();
      return;
    }
    void carryOut(message, this.uri, this.results, this.services);
  }

  private page(): string {
    const { webview } = this.panel;
    const resource = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.services.extension, 'dist', 'media', name)).toString();
    return pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      script: resource('gradient.js'),
      style: resource('gradient.css'),
      title: vscode.l10n.t('Gradient Lens'),
      language: vscode.env.language,
    });
  }
}

export function createPanel(extension: vscode.Uri): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    gradientPanelView,
    vscode.l10n.t('Gradients'),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    webviewOptions(extension),
  );
}

function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'media')] };
}

function nameOf(uri: string): string {
  return basename(vscode.Uri.parse(uri).path);
}

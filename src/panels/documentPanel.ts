import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../protocol/panelMessages';
import type { ResultStore, StoredEntry } from '../state/resultStore';
import { pageHtml } from './html';

/** What a kind of panel shows about a document; `R` is a result, `Focus` what to show of it first. */
export interface PanelKind<R, Focus> {
  readonly viewType: string;
  /** Name of its bundle: `dist/media/NAME.js` and `NAME.css`. */
  readonly bundle: string;
  /** Of the tab; `name` is empty while there is no document. */
  title(name: string): string;
  readonly results: ResultStore<R>;
  /** What the page is sent. */
  state(entry: StoredEntry<R> | undefined, focus: Focus | null): unknown;
  /** Takes what the page asks for. It is not to be trusted. */
  receive(message: unknown, uri: string): void;
}

/** The panel itself: a webview that shows what is known about one document, and keeps up with it. */
export class DocumentPanel<R, Focus> {
  private focus: Focus | null = null;
  /** The page listens; a hidden page is gone, and a page shown again says so. */
  private ready = false;
  private sent: {
    readonly uri: string;
    readonly entry: StoredEntry<R> | undefined;
    readonly focus: Focus | null;
  } | null = null;
  private readonly subscriptions: { dispose(): void }[];

  /** @param uri empty while there is no document to show */
  constructor(
    private readonly panel: vscode.WebviewPanel,
    private uri: string,
    private readonly kind: PanelKind<R, Focus>,
    private readonly extension: vscode.Uri,
    onDidDispose: () => void,
  ) {
    panel.webview.options = webviewOptions(extension);
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'media', 'icons', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'media', 'icons', 'panel-dark.svg'),
    };
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      kind.results.onDidChange((changed) => {
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

  /** Shows another document, or a part of it first, without taking the focus. */
  show(uri: string, focus: Focus | null): void {
    this.look(uri, focus);
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  /** As `show`, but stays in the background if it is there. */
  look(uri: string, focus: Focus | null): void {
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
    const entry = this.kind.results.get(this.uri);
    this.panel.title = this.kind.title(entry === undefined ? nameOf(this.uri) : basename(entry.file));
    if (!this.ready || this.isShown(entry)) return;
    const known = this.isResultShown(entry);
    this.sent = { uri: this.uri, entry, focus: this.focus };
    void this.panel.webview.postMessage(
      known && entry !== undefined
        ? { type: 'stale', stale: entry.stale }
        : { type: 'state', state: this.kind.state(entry, this.focus) },
    );
  }

  /** Every key stroke changes a stale entry, but not what the panel shows; reports can be large. */
  private isShown(entry: StoredEntry<R> | undefined): boolean {
    return this.isResultShown(entry) && this.sent?.entry?.stale === entry?.stale;
  }

  private isResultShown(entry: StoredEntry<R> | undefined): boolean {
    const { sent } = this;
    return (
      sent !== null &&
      sent.uri === this.uri &&
      sent.focus === this.focus &&
      sent.entry?.result === entry?.result
    );
  }

  private receive(message: unknown): void {
    if (!isRecord(message) || message['type'] !== 'ready') return this.kind.receive(message, this.uri);
    this.ready = true;
    this.sent = null;
    this.send();
  }

  private page(): string {
    const { webview } = this.panel;
    const resource = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.extension, 'dist', 'media', name)).toString();
    return pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      script: resource(`${this.kind.bundle}.js`),
      style: resource(`${this.kind.bundle}.css`),
      title: vscode.l10n.t('Gradient Lens'),
      language: vscode.env.language,
    });
  }
}

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'media')] };
}

function nameOf(uri: string): string {
  return basename(vscode.Uri.parse(uri).path);
}

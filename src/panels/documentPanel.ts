import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../protocol/panelMessages';
import type { ResultStore, StoredEntry } from '../state/resultStore';
import { preparePage, type Bundle } from './page';

/** What a kind of panel shows about a document; `R` is a result, `Focus` what to show of it first. */
export interface PanelKind<R, Focus> extends Bundle {
  readonly viewType: string;
  /** Of the tab; `name` is empty while there is no document. */
  title(name: string): string;
  readonly results: ResultStore<R>;
  /** What the page is sent. */
  state(entry: StoredEntry<R> | undefined, focus: Focus | null): unknown;
  /** What the page is sent instead, where a part of the result it shows changed; null where that is not enough. */
  change?(before: R, after: R): unknown;
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
    extension: vscode.Uri,
    onDidDispose: () => void,
  ) {
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
    preparePage(panel, extension, kind);
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
    const message = this.message(entry);
    this.sent = { uri: this.uri, entry, focus: this.focus };
    void this.panel.webview.postMessage(message);
  }

  /** Reports can be large: where the page has it already, only what changed. */
  private message(entry: StoredEntry<R> | undefined): unknown {
    const before = this.isSubjectShown() ? this.sent?.entry : undefined;
    if (before !== undefined && entry !== undefined) {
      if (before.result === entry.result) return { type: 'stale', stale: entry.stale };
      const change = before.stale === entry.stale ? this.kind.change?.(before.result, entry.result) : null;
      if (change) return change;
    }
    return { type: 'state', state: this.kind.state(entry, this.focus) };
  }

  /** Every key stroke changes a stale entry, but not what the panel shows. */
  private isShown(entry: StoredEntry<R> | undefined): boolean {
    const shown = this.sent?.entry;
    return this.isSubjectShown() && shown?.result === entry?.result && shown?.stale === entry?.stale;
  }

  private isSubjectShown(): boolean {
    const { sent } = this;
    return sent !== null && sent.uri === this.uri && sent.focus === this.focus;
  }

  private receive(message: unknown): void {
    if (!isRecord(message) || message['type'] !== 'ready') return this.kind.receive(message, this.uri);
    this.ready = true;
    this.sent = null;
    this.send();
  }
}

function nameOf(uri: string): string {
  return basename(vscode.Uri.parse(uri).path);
}

import * as vscode from 'vscode';
import type { Result, Results } from '../state/results';
import type { PanelFocus } from '../protocol/panels';
import { DocumentPanel, type PanelKind } from './documentPanel';
import { gradientPanel } from './gradientPanel';
import { webviewOptions } from './page';
import type { PanelServices } from './panelActions';
import { restoredFile } from './panelState';

/** The one panel of a kind, which turns to whichever document is checked or in front. */
export class PanelsOf<R, Focus> implements vscode.WebviewPanelSerializer {
  private current: DocumentPanel<R, Focus> | null = null;
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly kind: PanelKind<R, Focus>,
    private readonly extension: vscode.Uri,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(kind.viewType, this);
  }

  /** Opens the panel beside the editor, or turns it to this document. */
  show(uri: string, focus: Focus | null = null): void {
    const panel = this.current ?? this.adopt(this.create(), uri);
    panel.show(uri, focus);
  }

  /** An open panel follows the document in front, once something is known about that. */
  follow(uri: string): void {
    if (this.current !== null && this.current.document !== uri && this.kind.results.get(uri) !== undefined) {
      this.current.look(uri, null);
    }
  }

  /** The document the open panel shows. */
  get document(): string | null {
    return this.current?.document ?? null;
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const file = restoredFile(state);
    if (this.current !== null) panel.dispose();
    else this.adopt(panel, file === null ? '' : vscode.Uri.file(file).toString());
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    this.current?.dispose();
  }

  private create(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(
      this.kind.viewType,
      this.kind.title(''),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      webviewOptions(this.extension),
    );
  }

  private adopt(panel: vscode.WebviewPanel, uri: string): DocumentPanel<R, Focus> {
    this.current = new DocumentPanel(panel, uri, this.kind, this.extension, () => (this.current = null));
    return this.current;
  }
}

/** The gradient panel. */
export class Panels extends PanelsOf<Result, PanelFocus> {
  constructor(results: Results, services: PanelServices) {
    super(gradientPanel(results, services), services.extension);
  }
}

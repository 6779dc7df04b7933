import * as vscode from 'vscode';
import { gradientPanelView } from '../environment/ids';
import type { PanelFocus } from '../protocol/panels';
import type { Results } from '../state/results';
import { createPanel, GradientPanel } from './gradientPanel';
import type { PanelServices } from './panelActions';
import { restoredFile } from './panelState';

/** The one gradient panel, which turns to whichever document is checked or in front. */
export class Panels implements vscode.WebviewPanelSerializer {
  private current: GradientPanel | null = null;
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly results: Results,
    private readonly services: PanelServices,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(gradientPanelView, this);
  }

  /** Opens the panel beside the editor, or turns it to this document. */
  show(uri: string, focus: PanelFocus | null = null): void {
    const panel = this.current ?? this.adopt(createPanel(this.services.extension), uri);
    panel.show(uri, focus);
  }

  /** An open panel follows the document in front, once something is known about that. */
  follow(uri: string): void {
    if (this.current !== null && this.current.document !== uri && this.results.get(uri) !== undefined) {
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

  private adopt(panel: vscode.WebviewPanel, uri: string): GradientPanel {
    this.current = new GradientPanel(panel, uri, this.results, this.services, () => (this.current = null));
    return this.current;
  }
}

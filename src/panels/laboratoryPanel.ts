import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { command, laboratoryPanelView } from '../environment/ids';
import { isFromLaboratoryPanel, type FromLaboratoryPanel } from '../protocol/laboratoryPanel';
import { copy, orTell, save } from './documents';
import { preparePage, webviewOptions } from './page';

/** The one laboratory: a page that computes by itself and keeps its settings, also over a reload of the window. */
export class Laboratory implements vscode.WebviewPanelSerializer {
  private current: vscode.WebviewPanel | null = null;
  private readonly registration: vscode.Disposable;

  /** @param extension its folder */
  constructor(private readonly extension: vscode.Uri) {
    this.registration = vscode.window.registerWebviewPanelSerializer(laboratoryPanelView, this);
  }

  /** Opens it, or brings it to the front. */
  show(): void {
    if (this.current !== null) return this.current.reveal();
    const panel = vscode.window.createWebviewPanel(
      laboratoryPanelView,
      vscode.l10n.t('Scale Laboratory'),
      vscode.ViewColumn.Active,
      webviewOptions(this.extension),
    );
    this.adopt(panel);
  }

  get isOpen(): boolean {
    return this.current !== null;
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.current !== null) panel.dispose();
    else this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    this.current?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.current = panel;
    const messages = panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromLaboratoryPanel(message)) void carryOut(message);
    });
    panel.onDidDispose(() => {
      messages.dispose();
      this.current = null;
    });
    preparePage(panel, this.extension, { bundle: 'laboratory', worker: 'laboratoryWorker' });
  }
}

/** Does what the page asks for. Failures are told, never thrown. */
function carryOut(message: FromLaboratoryPanel): Promise<void> {
  return orTell(async () => {
    switch (message.type) {
      case 'ready':
        return;
      case 'copy':
        return copy(message.text, vscode.l10n.t('Copied'));
      case 'save':
        return save(message.name, message.text, besideFiles());
      case 'command':
        return vscode.commands.executeCommand(command.showActivations);
    }
  });
}

/** In the folder that is open: there is no document whose folder it could be. */
function besideFiles(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.Uri.joinPath(folder?.uri ?? vscode.Uri.file(homedir()), 'laboratory').toString();
}

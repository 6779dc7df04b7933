import * as vscode from 'vscode';
import { setting, settingsSection } from './ids';

/** Remembers how the user wants a file to be read, by its path in the workspace folder. */
export class Readings {
  /** @param memory for files outside of a workspace folder, where there are no workspace settings */
  constructor(private readonly memory: vscode.Memento) {}

  get(uri: vscode.Uri): string | null {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const value =
      folder === undefined ? this.memory.get<unknown>(memoryKey(uri)) : this.all(uri)[this.key(uri)];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  async remember(uri: vscode.Uri, reading: string): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined) return this.memory.update(memoryKey(uri), reading);
    const settings = vscode.workspace.getConfiguration(settingsSection, uri);
    const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
    const target = several
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
    return settings.update(setting.readings, { ...this.all(uri), [this.key(uri)]: reading }, target);
  }

  private all(uri: vscode.Uri): Readonly<Record<string, unknown>> {
    const value = vscode.workspace.getConfiguration(settingsSection, uri).get<unknown>(setting.readings);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  }

  private key(uri: vscode.Uri): string {
    return vscode.workspace.asRelativePath(uri, false);
  }
}

function memoryKey(uri: vscode.Uri): string {
  return `reading ${uri.toString()}`;
}

import * as vscode from 'vscode';
import { isDataFile } from '../../protocol/normalizationPanel';

/** The data file in front, which need not be shown as text. */
export function dataInFront(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputText) && !(input instanceof vscode.TabInputCustom)) return null;
  return input.uri.scheme === 'file' && isDataFile(input.uri.path) ? input.uri : null;
}

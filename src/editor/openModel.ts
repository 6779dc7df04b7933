import * as vscode from 'vscode';
import { openNotebook, type ModelLike } from '../environment/notebooks';

/** Shows a notebook that is not open yet: its marks have no other place. */
export async function openModel(uri: string): Promise<ModelLike | null> {
  const notebook = openNotebook(uri);
  if (notebook !== null) return notebook;
  try {
    if (/\.ipynb$/i.test(vscode.Uri.parse(uri, true).path)) {
      const opened = await vscode.workspace.openNotebookDocument(vscode.Uri.parse(uri, true));
      return (await vscode.window.showNotebookDocument(opened)).notebook;
    }
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    return null;
  }
}

import * as vscode from 'vscode';
import { notebookType } from './modelDocuments';

/** Notebooks as the editor has them, which need not be what their files hold. */

/** A document that can be checked. */
export type ModelLike = vscode.TextDocument | vscode.NotebookDocument;

export function isNotebook(document: ModelLike): document is vscode.NotebookDocument {
  return 'getCells' in document;
}

/** The open notebook with this URI, or the one whose cell has it. */
export function openNotebook(uri: string): vscode.NotebookDocument | null {
  return (
    vscode.workspace.notebookDocuments.find(
      (notebook) =>
        notebook.notebookType === notebookType &&
        (notebook.uri.toString() === uri ||
          notebook.getCells().some((cell) => cell.document.uri.toString() === uri)),
    ) ?? null
  );
}

/** What a check reads of a notebook: the JSON of a notebook file with the cells' texts and nothing else. */
export function notebookSource(cells: readonly vscode.NotebookCell[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ kind, document }) => ({
      cell_type: kind === vscode.NotebookCellKind.Code ? 'code' : 'markdown',
      metadata: { vscode: { languageId: document.languageId } },
      source: kind === vscode.NotebookCellKind.Code ? document.getText() : '',
    })),
  });
}

/** The documents of cells, with their texts. */
export function documentsOf(
  cells: readonly vscode.NotebookCell[],
): readonly { readonly uri: string; readonly text: string }[] {
  return cells.map(({ document }) => ({ uri: document.uri.toString(), text: document.getText() }));
}

/** Goes to a place in a cell, in the editor group that shows the notebook already, else in the first. */
export async function showCell(uri: string, selection?: vscode.Range): Promise<void> {
  const notebook = openNotebook(uri);
  const shown = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri), {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    ...(selection && { selection }),
  });
}

/** The notebook whose toolbar has the button that was pressed, from what the editor hands over with it. */
export function notebookOf(context: unknown): string | undefined {
  if (typeof context !== 'object' || context === null || !('notebookEditor' in context)) return undefined;
  const { notebookEditor } = context;
  if (typeof notebookEditor !== 'object' || notebookEditor === null || !('notebookUri' in notebookEditor))
    return undefined;
  const { notebookUri } = notebookEditor;
  return notebookUri instanceof vscode.Uri ? notebookUri.toString() : undefined;
}

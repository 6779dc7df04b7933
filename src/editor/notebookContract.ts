import * as vscode from 'vscode';
import { showCell } from '../environment/notebooks';
import type { Results } from '../state/results';
import { contractLine, contractSnippet } from './contract/snippet';
import { contractFacts } from './contractFacts';

/** Writes the contract function into a new cell at the end of a notebook, or goes to the cell that has it. */
export async function insertContractCell(notebook: vscode.NotebookDocument, results: Results): Promise<void> {
  const cells = notebook.getCells().filter(({ document }) => document.languageId === 'python');
  for (const { document } of cells) {
    const line = contractLine(document.getText(), 'python');
    if (line !== null) return showCell(document.uri.toString(), document.lineAt(line - 1).range);
  }
  const index = notebook.cellCount;
  const edit = new vscode.WorkspaceEdit();
  const empty = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '', 'python');
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(index, [empty])]);
  const text = cells.map(({ document }) => document.getText()).join('\n');
  const snippet = contractSnippet(text, 'python', contractFacts(results, notebook.uri));
  if (!(await vscode.workspace.applyEdit(edit))) return;
  const { document } = notebook.cellAt(index);
  await showCell(document.uri.toString());
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  await editor?.insertSnippet(new vscode.SnippetString(snippet));
}

import * as vscode from 'vscode';
import { isNotebook, openNotebook } from '../environment/notebooks';
import { modelKindOf } from '../environment/target';
import type { Results } from '../state/results';
import type { ActiveModel } from './activeModel';
import type { ContractLanguage } from './contract/snippet';
import { contractFacts } from './contractFacts';

/** Writes the contract function at the end of the model, or goes to the one that is there. */
export async function insertContract(uri: unknown, active: ActiveModel, results: Results): Promise<void> {
  const notebook = typeof uri === 'string' ? openNotebook(uri) : active.document;
  if (notebook !== null && isNotebook(notebook)) {
    const { insertContractCell } = await import('./notebookContract');
    return insertContractCell(notebook, results);
  }
  const document =
    typeof uri === 'string' ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)) : notebook;
  const language = document === null || modelKindOf(document) === null ? null : contractLanguage(document);
  if (document === null || language === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open the Python, JavaScript or TypeScript file of the model first.'),
    );
    return;
  }
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const column = shown?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn: column });

  const { contractLine, contractSnippet } = await import('./contract/snippet');
  const existing = contractLine(document.getText(), language);
  if (existing !== null) {
    const line = document.lineAt(existing - 1).range;
    editor.selection = new vscode.Selection(line.start, line.start);
    editor.revealRange(line, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const facts = contractFacts(results, document.uri);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await editor.insertSnippet(
    new vscode.SnippetString(contractSnippet(document.getText(), language, facts)),
    end,
  );
}

function contractLanguage({ languageId }: vscode.TextDocument): ContractLanguage | null {
  return languageId === 'python' || languageId === 'javascript' || languageId === 'typescript'
    ? languageId
    : null;
}

import * as vscode from 'vscode';
import { isNotebook, notebookSource, openNotebook } from '../../environment/notebooks';
import type { NormalizationReport } from '../../protocol/normalization';
import { cellAt } from '../../source/notebook/cells';
import { notebookModule } from '../../source/notebook/module';
import { readNotebook } from '../../source/notebook/read';
import { normalizationSnippet, type Snippet } from '../../source/normalization/snippet';
import type { SourceLanguage } from '../../source/program/language';
import type { NormalizationEntry } from '../../state/normalizations';

/** Writes lines that normalize all splits by the training statistics behind the line that makes the last of them. */
export async function insertNormalization(
  entry: NormalizationEntry,
  report: NormalizationReport,
): Promise<void> {
  const refusal = whyNot(entry, report);
  if (refusal !== null) return void vscode.window.showInformationMessage(refusal);
  const inserted = await insert(vscode.Uri.parse(entry.uri), report);
  if (!inserted)
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No place for it was found: all splits must be made by name at the top level, before the model is trained with them. Copy μ and σ instead.',
      ),
    );
}

function whyNot({ stale }: NormalizationEntry, { overall, provenance }: NormalizationReport): string | null {
  if (stale) return vscode.l10n.t('The file was edited since. Refresh first, so that the lines fit.');
  if (overall.kind === 'normalized')
    return provenance?.whose === 'own' || provenance?.whose === 'pooled'
      ? vscode.l10n.t(
          'The inputs are normalized already, with other statistics than the training split’s. {0}',
          provenance.remedy,
        )
      : vscode.l10n.t('The inputs are normalized already; twice would change nothing.');
  return null;
}

async function insert(uri: vscode.Uri, report: NormalizationReport): Promise<boolean> {
  const notebook = openNotebook(uri.toString());
  if (notebook !== null) return insertCell(notebook, report);
  const document = await vscode.workspace.openTextDocument(uri);
  if (isNotebook(document)) return false;
  const snippet = snippetFor(document.getText(), document.languageId, report);
  if (snippet === null) return false;
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
  });
  const { range } = document.lineAt(snippet.afterLine - 1);
  const last = snippet.afterLine === document.lineCount;
  const at = last ? range.end : new vscode.Position(snippet.afterLine, 0);
  await editor.edit((edit) => edit.insert(at, last ? `\n${snippet.text}` : snippet.text));
  const lines = new vscode.Range(at.line, 0, at.line + snippet.text.split('\n').length, 0);
  editor.selection = new vscode.Selection(lines.start, lines.start);
  editor.revealRange(lines, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

/** In a notebook the lines are a cell of their own, behind the one that makes the last split. */
async function insertCell(notebook: vscode.NotebookDocument, report: NormalizationReport): Promise<boolean> {
  const cells = notebook.getCells();
  const reading = readNotebook(notebookSource(cells));
  if (!reading.ok) return false;
  const module = notebookModule(reading.cells);
  const snippet = snippetFor(module.text, 'python', report);
  if (snippet === null) return false;
  const { cell } = cellAt(module.cells, snippet.afterLine);
  const made = new vscode.NotebookCellData(
    vscode.NotebookCellKind.Code,
    snippet.text.replace(/\n$/, ''),
    'python',
  );
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(cell, [made])]);
  return vscode.workspace.applyEdit(edit);
}

function snippetFor(text: string, languageId: string, { splits, view }: NormalizationReport): Snippet | null {
  if (!isSourceLanguage(languageId)) return null;
  return normalizationSnippet(text, languageId, splits, view.orientation);
}

function isSourceLanguage(languageId: string): languageId is SourceLanguage {
  return languageId === 'python' || languageId === 'javascript' || languageId === 'typescript';
}

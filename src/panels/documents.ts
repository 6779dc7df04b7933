import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Place } from '../core/place';
import { openNotebook, showCell } from '../environment/notebooks';
import type { ResultStore, StoredEntry } from '../state/resultStore';

/** What all panels do with documents and files. */

/** Failures are told, never thrown. */
export async function orTell(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Goes to where a place is by now. Only these files are opened, whatever the page asks for. */
export async function reveal<R>(
  place: Pick<Place, 'file' | 'line' | 'column' | 'cell'>,
  entry: StoredEntry<R>,
  files: ReadonlySet<string>,
  results: ResultStore<R>,
): Promise<void> {
  if (!files.has(place.file)) return;
  const whole = { ...place, endLine: place.line, endColumn: place.column, function: '' };
  const { line, column } = results.currentPlace(entry, whole);
  const position = new vscode.Position(line - 1, column - 1);
  return open(vscode.Uri.parse(results.documentOf(entry, place)), new vscode.Range(position, position));
}

/** In the editor group that shows it already, else in the first: not over the panel. */
export async function open(uri: vscode.Uri, selection?: vscode.Range): Promise<void> {
  if (openNotebook(uri.toString()) !== null) return showCell(uri.toString(), selection);
  const visible = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, {
    viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
    ...(selection === undefined ? {} : { selection }),
  });
}

/** Asks where to, beside the document, and writes it. */
export async function save(name: string, text: string, uri: string): Promise<void> {
  const beside = dirname(vscode.Uri.parse(uri).fsPath);
  const safe = fileName(name);
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(join(beside, safe)) });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(text, 'utf8'));
}

/** Copies, and says for a moment that it did. */
export async function copy(text: string, told: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(told, 3000);
}

/** From what the page suggests: no folders, nothing hidden, no characters that some file system refuses. */
function fileName(suggested: string): string {
  const last = basename(suggested.replace(/\\/g, '/'));
  return last.replace(/[^\p{L}\p{N} ._()+,=-]/gu, '_').replace(/^\.+/, '') || 'gradients';
}

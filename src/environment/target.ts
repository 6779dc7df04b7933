import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findProjectRoot } from '../workflow/projectRoot';
import { modelKind, notebookType, type ModelKind } from './modelDocuments';
import { documentsOf, isNotebook, notebookSource, type ModelLike } from './notebooks';

export interface ModelDocument {
  readonly uri: string;
  readonly file: string;
  /** The text of the editor, saved or not. */
  readonly source: string;
  readonly projectRoot: string;
  /** Of a notebook: the cells to check. */
  readonly cells?: readonly { readonly uri: string; readonly text: string }[];
  readonly part?: boolean;
}

/**
 * What a check of a document needs to know.
 *
 * @param upTo of a notebook: how many of its cells to check; all, if it is not told
 */
export function targetOf(document: ModelLike, upTo?: number): ModelDocument {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  const file = fileOf(document, folder);
  return {
    uri: document.uri.toString(),
    file,
    projectRoot: findProjectRoot(file, folder ?? null),
    ...(isNotebook(document) ? ofNotebook(document, upTo) : { source: document.getText() }),
  };
}

function ofNotebook(
  notebook: vscode.NotebookDocument,
  upTo: number | undefined,
): Pick<ModelDocument, 'source' | 'cells' | 'part'> {
  const cells = notebook.getCells().slice(0, upTo);
  return { source: notebookSource(cells), cells: documentsOf(cells), part: upTo !== undefined };
}

/** A cell of a notebook is no model by itself. */
export function modelKindOf(document: ModelLike): ModelKind | null {
  if (isNotebook(document)) return document.notebookType === notebookType ? 'notebook' : null;
  return modelKind({
    languageId: document.languageId,
    scheme: document.uri.scheme,
    fileName: document.uri.path,
  });
}

/** A new document has no file yet; it is checked as if it lay in the workspace folder. */
function fileOf(document: ModelLike, folder: string | undefined): string {
  if (document.uri.scheme === 'file') return document.uri.fsPath;
  const home = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const name = document.uri.path.replace(/^.*\//, '');
  return join(home, /\.\w+$/.test(name) ? name : name + extensionOf(document));
}

function extensionOf(document: ModelLike): string {
  if (isNotebook(document)) return '.ipynb';
  return { javascript: '.js', typescript: '.ts' }[document.languageId] ?? '.py';
}

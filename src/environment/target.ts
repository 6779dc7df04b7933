import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findProjectRoot } from '../workflow/projectRoot';
import { modelKind, type ModelKind } from './modelDocuments';

export interface ModelDocument {
  readonly uri: string;
  readonly file: string;
  /** The text of the editor, saved or not. */
  readonly source: string;
  readonly projectRoot: string;
}

/** What a check of a document needs to know. */
export function targetOf(document: vscode.TextDocument): ModelDocument {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  const file = fileOf(document, folder);
  return {
    uri: document.uri.toString(),
    file,
    source: document.getText(),
    projectRoot: findProjectRoot(file, folder ?? null),
  };
}

export function modelKindOf(document: vscode.TextDocument): ModelKind | null {
  return modelKind({
    languageId: document.languageId,
    scheme: document.uri.scheme,
    fileName: document.uri.path,
  });
}

/** A new document has no file yet; it is checked as if it lay in the workspace folder. */
function fileOf(document: vscode.TextDocument, folder: string | undefined): string {
  if (document.uri.scheme === 'file') return document.uri.fsPath;
  const home = folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
  const name = document.uri.path.replace(/^.*\//, '');
  return join(home, /\.\w+$/.test(name) ? name : `${name}.py`);
}

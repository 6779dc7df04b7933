import * as vscode from 'vscode';
import { notebookSource, openNotebook } from '../environment/notebooks';
import type { ResultStore } from '../state/resultStore';
import type { Edit } from '../state/edits';

/** Tells the results what happens to documents: edits make them stale, renames move them, deletion ends them. */
export class DocumentWatcher {
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly results: ResultStore<unknown>,
    private readonly runs: { cancel(uri: string): void },
  ) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const ofText = contentChanges.length > 0 || cellChanges.some(({ document }) => document);
        if (ofText) this.notebookEdited(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.forget(uri.toString())),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.moved(oldUri, newUri);
      }),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.deleted(uri);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    // Without a content change only the dirty state changed.
    if (contentChanges.length === 0 || this.results.all().length === 0) return;
    const edits = contentChanges.map(({ range, text }) => ({
      startLine: range.start.line,
      startColumn: range.start.character,
      endLine: range.end.line,
      endColumn: range.end.character,
      text: text.replace(/\r\n?/g, '\n'),
    }));
    const uri = document.uri.toString();
    const notebook = document.uri.scheme === 'vscode-notebook-cell' ? openNotebook(uri) : null;
    if (notebook === null) this.results.edited(uri, document.getText(), edits);
    else this.notebookEdited(notebook, edits, uri);
  }

  /** Of a notebook checked in part, the other cells do not count. */
  private notebookEdited(
    notebook: vscode.NotebookDocument,
    edits: readonly Edit[] = [],
    cell?: string,
  ): void {
    const uri = notebook.uri.toString();
    const entry = this.results.get(uri);
    if (entry === undefined) return;
    const cells = notebook.getCells().slice(0, entry.part ? entry.cells?.length : undefined);
    this.results.edited(uri, notebookSource(cells), edits, cell);
  }

  /** The file may have changed on disk since it was checked and closed. */
  private opened(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const entry = this.results.get(uri);
    if (entry !== undefined && document.getText() !== entry.source)
      this.results.edited(uri, document.getText(), []);
  }

  /** Results of a closed file stay in the list of problems; those of a document that is gone do not. */
  private closed(document: vscode.TextDocument): void {
    if (document.uri.scheme === 'untitled') this.forget(document.uri.toString());
  }

  /** Of files and of folders. */
  private moved(from: vscode.Uri, to: vscode.Uri): void {
    for (const { uri } of this.results.all()) {
      const rest = within(uri, from.toString());
      if (rest === null) continue;
      this.runs.cancel(uri);
      // The editor makes a new notebook of a renamed one, with new cells.
      if (this.results.get(uri)?.cells) this.results.clear(uri);
      else this.results.rename(uri, to.toString() + rest);
    }
  }

  private deleted(removed: vscode.Uri): void {
    for (const { uri } of this.results.all()) if (within(uri, removed.toString()) !== null) this.forget(uri);
  }

  private forget(uri: string): void {
    this.runs.cancel(uri);
    this.results.clear(uri);
  }
}

/** What follows the folder, or the empty string for the thing itself; null for anything else. */
function within(uri: string, folder: string): string | null {
  if (uri === folder) return '';
  return uri.startsWith(`${folder}/`) ? uri.slice(folder.length) : null;
}

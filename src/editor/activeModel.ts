import * as vscode from 'vscode';
import { isNotebook, type ModelLike } from '../environment/notebooks';
import { modelKindOf } from '../environment/target';

/**
 * The model document the user is working on: the one in front, or the one that was in front last while a panel or a
 * terminal has the focus.
 */
export class ActiveModel {
  private current: ModelLike | null = null;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.look()),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.look()),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidCloseNotebookDocument((document) => this.closed(document)),
    ];
    this.look();
  }

  get document(): ModelLike | null {
    return this.current;
  }

  /** The editor that shows it, or the cell of it that has the focus, if one does. */
  get editor(): vscode.TextEditor | null {
    const { current } = this;
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    if (current === null) return null;
    if (isNotebook(current))
      return activeTextEditor !== undefined && isCellOf(activeTextEditor.document, current)
        ? activeTextEditor
        : null;
    const editors = [activeTextEditor, ...visibleTextEditors];
    return editors.find((editor) => editor !== undefined && editor.document === current) ?? null;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private look(): void {
    const { activeTextEditor, activeNotebookEditor } = vscode.window;
    const text = activeTextEditor?.document;
    const notebook = activeNotebookEditor?.notebook;
    // While a cell is written in, both editors are active.
    const document = notebook && (!text || isCellOf(text, notebook)) ? notebook : text;
    // No editor: a panel has the focus, and it speaks about the document that was in front before.
    if (document !== undefined) this.set(modelKindOf(document) === null ? null : document);
  }

  private closed(document: ModelLike): void {
    if (document === this.current) this.set(null);
  }

  private set(document: ModelLike | null): void {
    if (document === this.current) return;
    this.current = document;
    this.changed.fire();
  }
}

function isCellOf(document: vscode.TextDocument, notebook: vscode.NotebookDocument): boolean {
  return notebook.getCells().some((cell) => cell.document === document);
}

import * as vscode from 'vscode';
import { modelKindOf } from '../environment/target';

/**
 * The model document the user is working on: the one in front, or the one that was in front last while a panel or a
 * terminal has the focus.
 */
export class ActiveModel {
  private current: vscode.TextDocument | null = null;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor((editor) => this.look(editor)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.current) this.set(null);
      }),
    ];
    this.look(vscode.window.activeTextEditor);
  }

  get document(): vscode.TextDocument | null {
    return this.current;
  }

  /** The editor that shows it, if one does. */
  get editor(): vscode.TextEditor | null {
    const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
    return editors.find((editor) => editor !== undefined && editor.document === this.current) ?? null;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private look(editor: vscode.TextEditor | undefined): void {
    // No editor: a panel has the focus, and it speaks about the document that was in front before.
    if (editor !== undefined) this.set(modelKindOf(editor.document) === null ? null : editor.document);
  }

  private set(document: vscode.TextDocument | null): void {
    if (document === this.current) return;
    this.current = document;
    this.changed.fire();
  }
}

import * as vscode from 'vscode';
import { showsCodeLens } from '../environment/settings';
import { setting, settingsSection } from '../environment/ids';
import { modelKindOf } from '../environment/target';
import type { Results } from '../state/results';
import { lensesOf } from './codeLensModel';

/** Lenses above the functions that compute gradients. */
export class GradientCodeLens implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: { dispose(): void }[];

  constructor(private readonly results: Results) {
    this.subscriptions = [
      results.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${setting.codeLens}`)) this.changed.fire();
      }),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (modelKindOf(document) === null || !showsCodeLens(document.uri)) return [];
    const uri = document.uri.toString();
    const { languageId } = document;
    const lenses = lensesOf(
      { uri, languageId, text: document.getText() },
      this.results.get(uri),
      vscode.l10n.t,
    );
    return lenses.map(
      (lens) =>
        new vscode.CodeLens(new vscode.Range(lens.line - 1, 0, lens.line - 1, 0), {
          title: lens.title,
          command: lens.command,
          arguments: [...lens.arguments],
        }),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}

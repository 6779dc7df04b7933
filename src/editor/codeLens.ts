import * as vscode from 'vscode';
import { showsCodeLens } from '../environment/settings';
import { setting, settingsSection } from '../environment/ids';
import { openNotebook } from '../environment/notebooks';
import type { Results } from '../state/results';
import type { BackwardLines } from './backwardLines';
import { lensesOf } from './codeLensModel';

/** Lenses above the functions that compute gradients. */
export class GradientCodeLens implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: { dispose(): void }[];

  constructor(
    private readonly results: Results,
    private readonly lines: BackwardLines,
  ) {
    this.subscriptions = [
      results.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${setting.codeLens}`)) this.changed.fire();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!showsCodeLens(document.uri)) return [];
    const own = document.uri.toString();
    const uri = openNotebook(own)?.uri.toString() ?? own;
    const functions = await this.lines.of(document);
    return lensesOf(uri, functions, this.results.get(uri), vscode.l10n.t).map(
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

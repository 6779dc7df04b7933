import * as vscode from 'vscode';
import { showsCodeLens } from '../environment/settings';
import { setting, settingsSection } from '../environment/ids';
import { openNotebook } from '../environment/notebooks';
import type { Results } from '../state/results';
import { lensesOf } from './codeLensModel';
import type { FunctionLine } from './outline';

/** Lenses above the functions that compute gradients. */
export class GradientCodeLens implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly functions: readonly FunctionLine[] }
  >();
  private readonly subscriptions: { dispose(): void }[];

  constructor(private readonly results: Results) {
    this.subscriptions = [
      results.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${setting.codeLens}`)) this.changed.fire();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (document.languageId !== 'python' || !showsCodeLens(document.uri)) return [];
    const own = document.uri.toString();
    const uri = openNotebook(own)?.uri.toString() ?? own;
    const functions = await this.functionsOf(document);
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

  /** Asked for with every bit of progress, but a text is parsed once. */
  private async functionsOf(document: vscode.TextDocument): Promise<readonly FunctionLine[]> {
    const known = this.parsed.get(document);
    if (known?.version === document.version) return known.functions;
    const { version } = document;
    const text = document.getText();
    const { lensFunctions } = await import('./outline');
    const functions = lensFunctions(text);
    this.parsed.set(document, { version, functions });
    return functions;
  }
}

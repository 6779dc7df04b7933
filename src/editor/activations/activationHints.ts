import * as vscode from 'vscode';
import { setting, settingsSection } from '../../environment/ids';
import { showsActivationHints } from '../../environment/settings';
import type { Activations } from '../../state/activations';
import { hintOf } from './hintModel';
import { hintTooltip, tooltipCommands } from './hintTooltip';
import { scaleLinesOf } from './scaleLines';

/** Shape and scale of what the lines of the forward pass make, at their ends. */
export class ActivationHints implements vscode.InlayHintsProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.changed.event;
  private readonly subscriptions: { dispose(): void }[];

  constructor(private readonly results: Activations) {
    this.subscriptions = [
      results.onDidChange(() => this.changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${settingsSection}.${setting.activationHints}`)) this.changed.fire();
      }),
    ];
  }

  /** Of any document: lines of a helper module, or of a cell, belong to the model that runs them. */
  provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!showsActivationHints(document.uri)) return [];
    const own = document.uri.toString();
    return this.results.all().flatMap((entry) =>
      scaleLinesOf(this.results, entry)
        .filter((line) => line.document === own)
        .flatMap((line) => {
          const { line: at, text } = hintOf(line, vscode.l10n.t);
          if (at - 1 < range.start.line || at - 1 > range.end.line || at > document.lineCount) return [];
          const hint = new vscode.InlayHint(document.lineAt(at - 1).range.end, text);
          hint.paddingLeft = true;
          if (entry.result.kind === 'report') {
            const tooltip = hintTooltip(line, entry.result.report, entry.uri, vscode.l10n.t);
            hint.tooltip = new vscode.MarkdownString(tooltip);
            hint.tooltip.isTrusted = { enabledCommands: tooltipCommands };
          }
          return [hint];
        }),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }
}

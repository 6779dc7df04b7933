import * as vscode from 'vscode';
import { command } from '../../environment/ids';
import { openNotebook } from '../../environment/notebooks';
import type { Normalizations } from '../../state/normalizations';

/** Offers to normalize the inputs where they are made, once their statistics are known and they are not normalized. */
export class NormalizationActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.RefactorRewrite];

  constructor(private readonly results: Normalizations) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const own = document.uri.toString();
    const uri = openNotebook(own)?.uri.toString() ?? own;
    const entry = this.results.get(uri);
    if (entry === undefined || entry.stale || entry.result.kind !== 'report') return [];
    const { report } = entry.result;
    if (report.overall.kind === 'normalized') return [];
    const places = report.splits.flatMap(({ line, cell }) =>
      line === null ? [] : [{ file: entry.file, ...(cell !== undefined && { cell }), line }],
    );
    const here = places.some(
      (place) =>
        this.results.documentOf(entry, place) === own &&
        place.line - 1 >= range.start.line &&
        place.line - 1 <= range.end.line,
    );
    if (!here) return [];
    const title = vscode.l10n.t('Normalize all splits with the training mean and standard deviation');
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
    action.command = { command: command.insertNormalization, title, arguments: [uri] };
    return [action];
  }
}

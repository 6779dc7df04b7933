import * as vscode from 'vscode';
import { color } from '../environment/ids';
import { findingsIn } from '../state/findings';
import type { Results } from '../state/results';
import { decorationOf, type Decoration, type DecorationKind } from './decorationModel';

const kinds: Readonly<Record<DecorationKind, string>> = {
  correct: color.correct,
  suspicious: color.suspicious,
  wrong: color.wrong,
  inconclusive: color.inconclusive,
  declared: color.stale,
  stale: color.stale,
};

/** Writes the verdicts behind the lines of all visible editors. */
export class Decorations {
  private readonly types = new Map<DecorationKind, vscode.TextEditorDecorationType>();
  private readonly subscriptions: { dispose(): void }[];

  constructor(private readonly results: Results) {
    for (const kind of Object.keys(kinds) as DecorationKind[]) {
      const after = { color: new vscode.ThemeColor(kinds[kind]), margin: '0 0 0 3ch' };
      const rangeBehavior = vscode.DecorationRangeBehavior.ClosedOpen;
      this.types.set(kind, vscode.window.createTextEditorDecorationType({ after, rangeBehavior }));
    }
    this.subscriptions = [
      results.onDidChange(() => this.showAll()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.showAll()),
    ];
    this.showAll();
  }

  /** What is written into a document; one text for each line. */
  of(document: vscode.Uri): readonly Decoration[] {
    return findingsIn(this.results, document.toString()).map((finding) =>
      decorationOf(finding, vscode.l10n.t),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const type of this.types.values()) type.dispose();
  }

  private showAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.show(editor);
  }

  private show(editor: vscode.TextEditor): void {
    const decorations = this.of(editor.document.uri);
    for (const [kind, type] of this.types) {
      const own = decorations.filter((decoration) => decoration.kind === kind);
      editor.setDecorations(
        type,
        own.map((decoration) => toOptions(editor.document, decoration)),
      );
    }
  }
}

function toOptions(document: vscode.TextDocument, { line, text }: Decoration): vscode.DecorationOptions {
  const last = Math.min(Math.max(line - 1, 0), document.lineCount - 1);
  const { end } = document.lineAt(last).range;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
}

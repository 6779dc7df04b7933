import * as vscode from 'vscode';
import { findingsIn } from '../state/findings';
import type { Results } from '../state/results';
import { hoverCommands, hoverMarkdown } from './hoverModel';
import { toRange } from './ranges';

/** Tells everything about a line that makes gradients, anywhere on that line. */
export class GradientHover implements vscode.HoverProvider {
  constructor(private readonly results: Results) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    const line = position.line + 1;
    const findings = findingsIn(this.results, document.uri.toString()).filter(
      ({ place }) => place.line <= line && line <= place.endLine,
    );
    const [first] = findings;
    if (first === undefined) return null;
    const contents = findings.map((finding) => {
      const markdown = new vscode.MarkdownString(hoverMarkdown(finding, vscode.l10n.t));
      markdown.isTrusted = { enabledCommands: hoverCommands };
      return markdown;
    });
    return new vscode.Hover(contents, document.validateRange(toRange(first.place)));
  }
}

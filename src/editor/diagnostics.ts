import * as vscode from 'vscode';
import type { Results } from '../state/results';
import { diagnosticsOf, type DiagnosticModel, type Severity } from './diagnosticModel';
import { toRange } from './ranges';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Keeps the list of problems as the results say. */
export class Diagnostics {
  private readonly collection = vscode.languages.createDiagnosticCollection('gradient-lens');
  private readonly subscription: { dispose(): void };
  /** By document, what was set last: most changes of the results are progress, which is no news here. */
  private shown = new Map<string, string>();

  constructor(private readonly results: Results) {
    this.subscription = results.onDidChange(() => this.show());
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }

  private show(): void {
    const models = this.results.all().flatMap((entry) => diagnosticsOf(this.results, entry, vscode.l10n.t));
    const documents = new Map<string, DiagnosticModel[]>();
    for (const model of models)
      documents.set(model.document, [...(documents.get(model.document) ?? []), model]);

    for (const document of this.shown.keys()) {
      if (!documents.has(document)) this.collection.delete(vscode.Uri.parse(document));
    }
    const shown = new Map<string, string>();
    for (const [document, own] of documents) {
      const key = JSON.stringify(own);
      if (this.shown.get(document) !== key)
        this.collection.set(vscode.Uri.parse(document), own.map(toDiagnostic));
      shown.set(document, key);
    }
    this.shown = shown;
  }
}

function toDiagnostic(model: DiagnosticModel): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(model.place), model.message, severities[model.severity]);
  diagnostic.source = 'Gradient Lens';
  diagnostic.code = model.code;
  return diagnostic;
}

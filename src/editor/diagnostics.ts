import * as vscode from 'vscode';
import type { DiagnosticModel, Severity } from './diagnosticModel';
import { toRange } from './ranges';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** What contributes to the list of problems. */
export interface DiagnosticSource {
  readonly onDidChange: (listener: () => void) => { dispose(): void };
  readonly models: () => readonly DiagnosticModel[];
}

/** Keeps the list of problems as the results say. */
export class Diagnostics {
  private readonly collection = vscode.languages.createDiagnosticCollection('gradient-lens');
  private readonly subscriptions: readonly { dispose(): void }[];
  /** By document, what was set last: most changes of the results are progress, which is no news here. */
  private shown = new Map<string, string>();

  constructor(private readonly sources: readonly DiagnosticSource[]) {
    this.subscriptions = sources.map((source) => source.onDidChange(() => this.show()));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.collection.dispose();
  }

  private show(): void {
    const models = this.sources.flatMap((source) => source.models());
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

import * as vscode from 'vscode';
import type { ActiveModel } from '../editor/activeModel';
import type { DiagnosticSource } from '../editor/diagnostics';
import { DocumentWatcher } from '../editor/documentWatcher';
import { NormalizationActions } from '../editor/normalization/normalizationActions';
import { NormalizationCommands } from '../editor/normalization/normalizationCommands';
import { normalizationDiagnostics } from '../editor/normalization/normalizationDiagnostics';
import type { Outcomes } from '../editor/outcomes';
import { isDataFile } from '../protocol/normalizationPanel';
import type { Log } from '../environment/log';
import { modelSelector } from '../environment/modelDocuments';
import { runtimeFor } from '../environment/runtime';
import { NormalizationPanels } from '../panels/normalizationPanel';
import type { NormalizationReport } from '../protocol/normalization';
import { Normalizations, type NormalizationEntry } from '../state/normalizations';
import { Normalizing } from '../state/normalizing';

/** The parts of the editor side that have to do with the normalization of inputs. */
export interface NormalizationFeature {
  readonly results: Normalizations;
  readonly normalizing: Normalizing;
  readonly commands: NormalizationCommands;
  readonly panels: NormalizationPanels;
  readonly diagnostics: DiagnosticSource;
  readonly insert: (uri: string) => Promise<void>;
  readonly clear: () => void;
  readonly disposables: readonly vscode.Disposable[];
}

/** Constructs and registers them; what the work needs is loaded when it is first asked for. */
export function normalizationFeature(
  context: vscode.ExtensionContext,
  log: Log,
  active: ActiveModel,
  outcomes: Outcomes,
): NormalizationFeature {
  const results = new Normalizations((file) => vscode.Uri.file(file).toString());
  const normalizing = new Normalizing(
    async (request) =>
      (await import('../workflow/normalization/showNormalization')).showNormalization(request),
    results,
    isDataFile,
    {
      runtime: (target) => runtimeFor(target, context.extensionPath, log),
      output: (target) => log.output(target.file),
    },
  );
  const commands: NormalizationCommands = new NormalizationCommands({
    normalizing,
    results,
    active,
    outcomes,
    showPanel: (uri) => panels.show(uri),
  });
  const insertSnippet = async (entry: NormalizationEntry, report: NormalizationReport) =>
    (await import('../editor/normalization/insertNormalization')).insertNormalization(entry, report);
  const panels = new NormalizationPanels(results, {
    extension: context.extensionUri,
    refresh: (uri, view) => commands.show(uri === '' ? undefined : uri, view),
    cancel: (uri) => commands.cancel(uri),
    insertSnippet,
    toText: async (report, format) =>
      (await import('../report/normalization/scaling')).scalingText(report, format),
    toJson: async (report) => (await import('../report/normalization/json')).normalizationToJson(report),
  });
  return {
    results,
    normalizing,
    commands,
    panels,
    diagnostics: {
      onDidChange: results.onDidChange,
      models: () => results.all().flatMap((entry) => normalizationDiagnostics(results, entry, vscode.l10n.t)),
    },
    insert: async (uri) => {
      const known = results.get(uri);
      if (known?.result.kind !== 'report' || known.stale) await commands.show(uri === '' ? undefined : uri);
      const entry = results.get(uri);
      if (entry?.result.kind === 'report') await insertSnippet(entry, entry.result.report);
    },
    clear: () => {
      normalizing.cancelAll();
      results.clearAll();
    },
    disposables: [
      results,
      panels,
      new DocumentWatcher(results, normalizing),
      vscode.languages.registerCodeActionsProvider(modelSelector, new NormalizationActions(results), {
        providedCodeActionKinds: NormalizationActions.kinds,
      }),
    ],
  };
}

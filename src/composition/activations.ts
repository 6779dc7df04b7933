import * as vscode from 'vscode';
import { ActivationCommands } from '../editor/activations/activationCommands';
import { activationDiagnostics } from '../editor/activations/activationDiagnostics';
import { ActivationHints } from '../editor/activations/activationHints';
import type { ActiveModel } from '../editor/activeModel';
import type { DiagnosticSource } from '../editor/diagnostics';
import { DocumentWatcher } from '../editor/documentWatcher';
import type { Outcomes } from '../editor/outcomes';
import type { Log } from '../environment/log';
import { modelSelector } from '../environment/modelDocuments';
import { runtimeFor } from '../environment/runtime';
import { ActivationPanels } from '../panels/activationsPanel';
import { Laboratory } from '../panels/laboratoryPanel';
import { Activations } from '../state/activations';
import { Asking } from '../state/asking';
import { Observing, type ObservingEnvironment } from '../state/observing';

/** The parts of the editor side that have to do with scale through depth. */
export interface ActivationFeature {
  readonly results: Activations;
  readonly observing: Observing;
  readonly asking: Asking;
  readonly commands: ActivationCommands;
  readonly panels: ActivationPanels;
  readonly laboratory: Laboratory;
  readonly diagnostics: DiagnosticSource;
  readonly clear: () => void;
  readonly disposables: readonly vscode.Disposable[];
}

/** Constructs and registers them; what the work needs is loaded when it is first asked for. */
export function activationFeature(
  context: vscode.ExtensionContext,
  log: Log,
  active: ActiveModel,
  outcomes: Outcomes,
): ActivationFeature {
  const results = new Activations((file) => vscode.Uri.file(file).toString());
  const environment: ObservingEnvironment = {
    runtime: (target) => runtimeFor(target, context.extensionPath, log),
    output: (target) => log.output(target.file),
  };
  const observing = new Observing(
    async (request) => (await import('../workflow/activations/showActivations')).showActivations(request),
    results,
    environment,
  );
  const asking = new Asking(
    {
      whatIf: async (request, how) =>
        (await import('../workflow/activations/askWhatIf')).askWhatIf(request, how),
      sweep: async (request, scheme) =>
        (await import('../workflow/activations/askSweep')).askSweep(request, scheme),
    },
    results,
    environment,
  );
  const commands: ActivationCommands = new ActivationCommands({
    observing,
    asking,
    results,
    active,
    outcomes,
    showPanel: (uri) => panels.show(uri),
  });
  const panels = new ActivationPanels(results, {
    extension: context.extensionUri,
    refresh: (uri) => commands.show(uri === '' ? undefined : uri),
    cancel: (uri) => commands.cancel(uri),
    ask: (uri, question) => commands.ask(uri, question),
    clearQuestions: (uri) => asking.clear(uri),
    toJson: async (report) => (await import('../report/activations/json')).activationsToJson(report),
  });
  const laboratory = new Laboratory(context.extensionUri);
  const hints = new ActivationHints(results);
  return {
    results,
    observing,
    asking,
    commands,
    panels,
    laboratory,
    diagnostics: {
      onDidChange: results.onDidChange,
      models: () => results.all().flatMap((entry) => activationDiagnostics(results, entry, vscode.l10n.t)),
    },
    clear: () => {
      observing.cancelAll();
      results.clearAll();
    },
    disposables: [
      results,
      panels,
      laboratory,
      hints,
      new DocumentWatcher(results, commands),
      vscode.languages.registerInlayHintsProvider([...modelSelector], hints),
    ],
  };
}

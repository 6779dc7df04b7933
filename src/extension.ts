import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { ActiveModel } from './editor/activeModel';
import { BackwardLines } from './editor/backwardLines';
import { CheckCommands } from './editor/checkCommands';
import { GradientCodeLens } from './editor/codeLens';
import { ContextKeys } from './editor/contextKeys';
import { insertContract } from './editor/contractCommand';
import { Decorations } from './editor/decorations';
import { diagnosticsOf } from './editor/diagnosticModel';
import { Diagnostics } from './editor/diagnostics';
import { DocumentWatcher } from './editor/documentWatcher';
import { openExample } from './editor/exampleCommand';
import { GradientHover } from './editor/hover';
import { Outcomes } from './editor/outcomes';
import { chooseReading } from './editor/readingCommand';
import { StatusBar } from './editor/statusBar';
import { activationFeature, type ActivationFeature } from './composition/activations';
import { normalizationFeature, type NormalizationFeature } from './composition/normalization';
import { chooseInterpreter } from './environment/chooseInterpreter';
import { command } from './environment/ids';
import { Log } from './environment/log';
import { modelSelector } from './environment/modelDocuments';
import { notebookOf } from './environment/notebooks';
import { Readings } from './environment/readings';
import { runtimeFor } from './environment/runtime';
import { reveal } from './panels/documents';
import { Panels } from './panels/panels';
import { Checks } from './state/checks';
import { Results } from './state/results';

/** What the extension hands out: for its tests, and for nobody else. */
export interface GradientLensApi {
  /** What activation took of its own, in milliseconds. */
  readonly activationMilliseconds: number;
  readonly results: Results;
  readonly checks: Checks;
  readonly decorations: Decorations;
  readonly statusBar: StatusBar;
  readonly panels: Panels;
  readonly normalization: NormalizationFeature;
  readonly activations: ActivationFeature;
}

let ending: (() => Promise<void>) | null = null;

/** Constructs, registers, and no more: what a check needs is loaded by the first check. */
export function activate(context: vscode.ExtensionContext): GradientLensApi {
  const started = performance.now();
  const installation = context.extensionPath;

  const log = new Log();
  const readings = new Readings(context.workspaceState);
  const results = new Results((file) => vscode.Uri.file(file).toString());
  const checks = new Checks(
    async (request) => (await import('./workflow/checkModel')).checkModel(request),
    results,
    {
      runtime: (target) => runtimeFor(target, installation, log),
      output: (target) => log.output(target.file),
    },
  );
  const active = new ActiveModel();
  const decorations = new Decorations(results);
  const statusBar = new StatusBar(results, active);
  const panels = new Panels(results, {
    extension: context.extensionUri,
    toMarkdown: async (report) => (await import('./report/markdown')).reportToMarkdown(report),
    toJson: async (report) => (await import('./report/json')).reportToJson(report),
  });
  const outcomes = new Outcomes(log, readings, async (uri, place) => {
    const entry = results.get(uri.toString());
    if (entry !== undefined) await reveal(place, entry, new Set([place.file]), results);
  });
  const check = new CheckCommands({
    checks,
    results,
    readings,
    active,
    outcomes,
    showPanel: (uri) => panels.show(uri),
  });
  const normalization = normalizationFeature(context, log, active, outcomes);
  const activations = activationFeature(context, log, active, outcomes);
  const lines = new BackwardLines();
  const lenses = new GradientCodeLens(results, lines);

  /** Menus hand over the document as a Uri, links as a string, the palette not at all. */
  const named = (uri: unknown): string | undefined =>
    uri instanceof vscode.Uri ? uri.toString() : typeof uri === 'string' ? uri : notebookOf(uri);
  const ofActive = (uri: unknown): string => named(uri) ?? active.document?.uri.toString() ?? '';
  const handlers: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    [command.checkGradients]: (uri) => check.checkDocument(named(uri)),
    [command.checkGradientsAtCursor]: () => check.checkAtCursor(),
    [command.checkGradientsUpToCell]: (cell) => check.checkUpToCell(cell),
    [command.checkAfterTraining]: (uri, moments) => check.checkLater(named(uri), moments),
    [command.checkAgain]: (uri, subject) => check.checkAgain(named(uri), subject),
    [command.cancelCheck]: (uri) => {
      check.cancel(named(uri));
      if (uri !== undefined) return;
      normalization.normalizing.cancelAll();
      activations.observing.cancelAll();
    },
    [command.clearResults]: () => {
      check.clear();
      normalization.clear();
      activations.clear();
    },
    [command.showGradientPanel]: (uri) => panels.show(ofActive(uri)),
    [command.showTensor]: (uri, tensor, subject) =>
      panels.show(ofActive(uri), { tensor: textOrNull(tensor), subject: textOrNull(subject) }),
    [command.chooseReading]: async (uri) => {
      if (await chooseReading(ofActive(uri), results, readings)) await check.checkAgain(ofActive(uri), null);
    },
    [command.choosePythonInterpreter]: () => chooseInterpreter(active.document?.uri, log),
    [command.insertModelContract]: (uri) => insertContract(named(uri), active, results),
    [command.openExample]: (file) => openExample(context.extensionUri, file),
    [command.showNormalization]: (uri) => normalization.commands.show(named(uri)),
    [command.insertNormalization]: (uri) => normalization.insert(ofActive(uri)),
    [command.showActivations]: (uri) => activations.commands.show(named(uri)),
    [command.showActivationPanel]: (uri) => activations.panels.show(ofActive(uri)),
    [command.openLaboratory]: () => activations.laboratory.show(),
    [command.showLog]: () => log.show(),
  };

  context.subscriptions.push(
    log,
    results,
    active,
    decorations,
    statusBar,
    panels,
    lenses,
    new Diagnostics([
      {
        onDidChange: results.onDidChange,
        models: () => results.all().flatMap((entry) => diagnosticsOf(results, entry, vscode.l10n.t)),
      },
      normalization.diagnostics,
      activations.diagnostics,
    ]),
    new ContextKeys(results, [normalization.results, activations.results], active, lines),
    new DocumentWatcher(results, checks),
    active.onDidChange(() => {
      if (active.document === null) return;
      panels.follow(active.document.uri.toString());
      normalization.panels.follow(active.document.uri.toString());
      activations.panels.follow(active.document.uri.toString());
    }),
    ...normalization.disposables,
    ...activations.disposables,
    vscode.languages.registerHoverProvider(modelSelector, new GradientHover(results)),
    vscode.languages.registerCodeLensProvider(modelSelector, lenses),
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
  ending = async () => {
    await Promise.all([
      checks.dispose(),
      normalization.normalizing.dispose(),
      activations.observing.dispose(),
      activations.asking.dispose(),
    ]);
  };

  return {
    activationMilliseconds: performance.now() - started,
    results,
    checks,
    decorations,
    statusBar,
    panels,
    normalization,
    activations,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The editor waits for the promise: no process of a check may outlive its window. */
export function deactivate(): Promise<void> | undefined {
  return ending?.();
}

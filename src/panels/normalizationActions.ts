import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { View } from '../core/normalization/view';
import { command } from '../environment/ids';
import type { NormalizationReport } from '../protocol/normalization';
import type { FromNormalizationPanel, NormalizationCommand } from '../protocol/normalizationPanel';
import type { NormalizationEntry, Normalizations } from '../state/normalizations';
import { copy, open, orTell, reveal, save } from './documents';
import { filesIn } from './normalizationState';

/** How μ and σ are taken along. */
export type StatisticsFormat = 'numpy' | 'json' | 'scikit-learn';

export interface NormalizationServices {
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  /** Reads the data again; `view` is what the reader chose, null for what the data say themselves. */
  readonly refresh: (uri: string, view: View | null) => unknown;
  readonly cancel: (uri: string) => unknown;
  /** Inserts a snippet that normalizes all splits by the training statistics into the model file. */
  readonly insertSnippet: (entry: NormalizationEntry, report: NormalizationReport) => unknown;
  readonly toText: (report: NormalizationReport, format: StatisticsFormat) => Promise<string>;
  readonly toJson: (report: NormalizationReport) => Promise<string>;
}

type Action = Exclude<FromNormalizationPanel, { readonly type: 'ready' }>;

/** Does what the panel asks for, for the document it shows. Failures are told, never thrown. */
export function carryOut(
  action: Action,
  uri: string,
  results: Normalizations,
  services: NormalizationServices,
): Promise<void> {
  return orTell(async () => {
    const entry = results.get(uri);
    switch (action.type) {
      case 'reveal':
        return entry !== undefined && (await reveal(action.place, entry, filesIn(entry), results));
      case 'save':
        return save(action.name, action.text, uri);
      case 'view':
        return services.refresh(uri, action.view);
      case 'command':
        return run(action.command, uri, entry, services);
    }
  });
}

async function run(
  name: NormalizationCommand,
  uri: string,
  entry: NormalizationEntry | undefined,
  services: NormalizationServices,
): Promise<unknown> {
  const report = entry?.result.kind === 'report' ? entry.result.report : null;
  switch (name) {
    case 'refresh':
      return services.refresh(uri, report?.viewFrom === 'chosen' ? report.view : null);
    case 'cancel':
      return services.cancel(uri);
    case 'chooseInterpreter':
      return vscode.commands.executeCommand(command.choosePythonInterpreter);
    case 'showLog':
      return vscode.commands.executeCommand(command.showLog);
    case 'showFile':
      return showFile(uri);
    case 'copyNumpy':
      return (
        report && copy(await services.toText(report, 'numpy'), vscode.l10n.t('μ and σ copied as NumPy code'))
      );
    case 'copyJson':
      return report && copy(await services.toText(report, 'json'), vscode.l10n.t('μ and σ copied as JSON'));
    case 'copyScikitLearn':
      return (
        report &&
        copy(
          await services.toText(report, 'scikit-learn'),
          vscode.l10n.t('μ and σ copied as a scikit-learn scaler'),
        )
      );
    case 'insertSnippet':
      return entry && report && services.insertSnippet(entry, report);
    case 'saveJson':
      return (
        report && save(`${basename(report.file)}.normalization.json`, await services.toJson(report), uri)
      );
  }
}

/** Data that are no text have no editor but the one that says so. */
function showFile(uri: string): unknown {
  if (uri === '') return undefined;
  const file = vscode.Uri.parse(uri);
  return /\.(npy|npz|parquet)$/i.test(file.path)
    ? vscode.commands.executeCommand('revealInExplorer', file)
    : open(file);
}

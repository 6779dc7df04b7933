import { basename } from 'node:path';
import * as vscode from 'vscode';
import { command } from '../environment/ids';
import type { ActivationReport } from '../protocol/activations';
import type { ActivationsCommand, FromActivationsPanel } from '../protocol/activationsPanel';
import type { ActivationEntry, Activations } from '../state/activations';
import type { Question } from '../state/asking';
import { filesIn } from './activationsState';
import { copy, open, orTell, reveal, save } from './documents';

export interface ActivationServices {
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  /** Runs the model again. */
  readonly refresh: (uri: string) => unknown;
  /** Ends the run, or the question that is under way. */
  readonly cancel: (uri: string) => void;
  readonly ask: (uri: string, question: Question) => Promise<void>;
  readonly clearQuestions: (uri: string) => void;
  readonly toJson: (report: ActivationReport) => Promise<string>;
}

type Action = Exclude<FromActivationsPanel, { readonly type: 'ready' }>;

/** Does what the panel asks for, for the document it shows. Failures are told, never thrown. */
export function carryOut(
  action: Action,
  uri: string,
  results: Activations,
  services: ActivationServices,
): Promise<void> {
  return orTell(async () => {
    const entry = results.get(uri);
    switch (action.type) {
      case 'reveal':
        return entry !== undefined && (await reveal(action.place, entry, filesIn(entry), results));
      case 'save':
        return save(action.name, action.text, uri);
      case 'copy':
        return copy(action.text, vscode.l10n.t('Copied'));
      case 'whatIf':
        return services.ask(uri, { kind: 'whatIf', how: action.how });
      case 'sweep':
        return services.ask(uri, { kind: 'sweep', scheme: action.scheme });
      case 'command':
        return run(action.command, uri, entry, services);
    }
  });
}

async function run(
  name: ActivationsCommand,
  uri: string,
  entry: ActivationEntry | undefined,
  services: ActivationServices,
): Promise<unknown> {
  switch (name) {
    case 'refresh':
      return services.refresh(uri);
    case 'cancel':
      return services.cancel(uri);
    case 'clearQuestions':
      return services.clearQuestions(uri);
    case 'openLaboratory':
      return vscode.commands.executeCommand(command.openLaboratory);
    case 'chooseInterpreter':
      return vscode.commands.executeCommand(command.choosePythonInterpreter);
    case 'showLog':
      return vscode.commands.executeCommand(command.showLog);
    case 'showFile':
      return uri === '' ? undefined : open(vscode.Uri.parse(uri));
    case 'saveJson': {
      if (entry?.result.kind !== 'report') return;
      const { report } = entry.result;
      return save(`${basename(report.file)}.activations.json`, await services.toJson(report), uri);
    }
  }
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { command } from '../environment/ids';
import type { FromGradientPanel, PanelCommand } from '../protocol/panels';
import type { Report } from '../protocol/report';
import type { Results } from '../state/results';
import { copy, open, orTell, reveal, save } from './documents';
import { filesIn } from './panelState';

export interface PanelServices {
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  readonly toMarkdown: (report: Report) => Promise<string>;
  readonly toJson: (report: Report) => Promise<string>;
}

type Action = Exclude<FromGradientPanel, { readonly type: 'ready' }>;

/** Does what the panel asks for, for the document it shows. Failures are told, never thrown. */
export function carryOut(
  action: Action,
  uri: string,
  results: Results,
  services: PanelServices,
): Promise<void> {
  return orTell(async () => {
    const entry = results.get(uri);
    if (action.type === 'save') await save(action.name, action.text, uri);
    else if (action.type === 'copy') await copy(action.text, vscode.l10n.t('Copied'));
    else if (action.type === 'command') await run(action.command, uri, results, services);
    else if (entry !== undefined) await reveal(action.place, entry, filesIn(entry), results);
  });
}

async function run(
  name: PanelCommand,
  uri: string,
  results: Results,
  services: PanelServices,
): Promise<void> {
  const entry = results.get(uri);
  const report = entry?.result.kind === 'report' ? entry.result.report : null;
  switch (name) {
    case 'check':
      return vscode.commands.executeCommand(command.checkAgain, uri || undefined);
    case 'cancel':
      return vscode.commands.executeCommand(command.cancelCheck, uri);
    case 'chooseReading':
      return vscode.commands.executeCommand(command.chooseReading, uri);
    case 'insertContract':
      return vscode.commands.executeCommand(command.insertModelContract, uri);
    case 'chooseInterpreter':
      return vscode.commands.executeCommand(command.choosePythonInterpreter);
    case 'showLog':
      return vscode.commands.executeCommand(command.showLog);
    case 'showFile':
      return uri === '' ? undefined : open(vscode.Uri.parse(uri));
    case 'copyMarkdown':
      if (report === null) return;
      await vscode.env.clipboard.writeText(await services.toMarkdown(report));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Report copied as Markdown'), 3000);
      return;
    case 'saveJson':
      if (report === null) return;
      return save(`${basename(report.file)}.gradients.json`, await services.toJson(report), uri);
  }
}

import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Place } from '../core/place';
import { command } from '../environment/ids';
import { openNotebook, showCell } from '../environment/notebooks';
import type { FromGradientPanel, PanelCommand } from '../protocol/panels';
import type { Report } from '../protocol/report';
import type { Results } from '../state/results';
import { filesIn } from './panelState';

export interface PanelServices {
  /** Folder of the extension. */
  readonly extension: vscode.Uri;
  readonly toMarkdown: (report: Report) => Promise<string>;
  readonly toJson: (report: Report) => Promise<string>;
}

type Action = Exclude<FromGradientPanel, { readonly type: 'ready' }>;

/** Does what the panel asks for, for the document it shows. Failures are told, never thrown. */
export async function carryOut(
  action: Action,
  uri: string,
  results: Results,
  services: PanelServices,
): Promise<void> {
  try {
    if (action.type === 'reveal') await reveal(action.place, uri, results);
    else if (action.type === 'save') await save(action.name, action.text, uri);
    else await run(action.command, uri, results, services);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
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

/** Only files the result speaks about are opened, whatever the page asks for. */
async function reveal(
  place: Pick<Place, 'file' | 'line' | 'column' | 'cell'>,
  uri: string,
  results: Results,
): Promise<void> {
  const entry = results.get(uri);
  if (entry === undefined || !filesIn(entry).has(place.file)) return;
  const whole = { ...place, endLine: place.line, endColumn: place.column, function: '' };
  const { line, column } = results.currentPlace(entry, whole);
  const position = new vscode.Position(line - 1, column - 1);
  return open(vscode.Uri.parse(results.documentOf(entry, place)), new vscode.Range(position, position));
}

/** In the editor group that shows it already, else in the first: not over the panel. */
async function open(uri: vscode.Uri, selection?: vscode.Range): Promise<void> {
  if (openNotebook(uri.toString()) !== null) return showCell(uri.toString(), selection);
  const visible = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, {
    viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
    ...(selection === undefined ? {} : { selection }),
  });
}

async function save(name: string, text: string, uri: string): Promise<void> {
  const beside = dirname(vscode.Uri.parse(uri).fsPath);
  const safe = fileName(name);
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(join(beside, safe)) });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(text, 'utf8'));
}

/** From what the page suggests: no folders, nothing hidden, no characters that some file system refuses. */
function fileName(suggested: string): string {
  const last = basename(suggested.replace(/\\/g, '/'));
  return last.replace(/[^\p{L}\p{N} ._()+,=-]/gu, '_').replace(/^\.+/, '') || 'gradients';
}

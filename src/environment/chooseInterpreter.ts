import * as vscode from 'vscode';
import { setting, settingsSection } from './ids';
import { interpreters, type FoundInterpreter } from './interpreter';
import type { Log } from './log';

interface InterpreterItem extends vscode.QuickPickItem {
  readonly choice: { readonly path: string | undefined } | 'browse';
}

/** Lets the user choose the interpreter models run in, and writes it to the settings. */
export async function chooseInterpreter(uri: vscode.Uri | undefined, log: Log): Promise<void> {
  const picked = await vscode.window.showQuickPick(items(uri, log), {
    title: vscode.l10n.t('Python Interpreter for Gradient Checks'),
    placeHolder: vscode.l10n.t('It must have the packages that the model imports'),
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const path = picked.choice === 'browse' ? await browse() : picked.choice.path;
  if (path === undefined && picked.choice === 'browse') return;
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  await vscode.workspace
    .getConfiguration(settingsSection, uri)
    .update(
      setting.python,
      path,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
}

async function items(uri: vscode.Uri | undefined, log: Log): Promise<InterpreterItem[]> {
  const describe: Readonly<Record<FoundInterpreter['source'], string>> = {
    setting: vscode.l10n.t('chosen before'),
    environments: vscode.l10n.t('from Python Environments'),
    python: vscode.l10n.t('from the Python extension'),
    folder: vscode.l10n.t('found in the workspace or on the search path'),
  };
  const list: InterpreterItem[] = [
    { label: `$(folder-opened) ${vscode.l10n.t('Browse…')}`, choice: 'browse' },
    {
      label: `$(wand) ${vscode.l10n.t('Find Automatically')}`,
      description: vscode.l10n.t('removes the setting'),
      choice: { path: undefined },
    },
    { label: vscode.l10n.t('found'), kind: vscode.QuickPickItemKind.Separator, choice: 'browse' },
  ];
  const seen = new Set<string>();
  for await (const { path, source } of interpreters(uri, log)) {
    if (seen.has(path)) continue;
    seen.add(path);
    list.push({ label: path, description: describe[source], choice: { path } });
  }
  return list;
}

async function browse(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      canSelectMany: false,
      openLabel: vscode.l10n.t('Use This Interpreter'),
      title: vscode.l10n.t('Python Interpreter for Gradient Checks'),
    })) ?? [];
  return file?.fsPath;
}

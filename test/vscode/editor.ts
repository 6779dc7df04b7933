import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import type { CheckOutcome } from '../../src/workflow/checkModel';

/** The extension as its tests see it: the real one, with the workspace of the examples open. */

export async function extensionApi(): Promise<GradientLensApi> {
  const extension = vscode.extensions.getExtension<GradientLensApi>('gradient-lens.gradient-lens');
  assert.ok(extension, 'the editor does not know the extension');
  return extension.activate();
}

/** Opens an example in the first editor group. */
export async function openExample(...parts: string[]): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, ...parts));
  return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
}

/** Runs the check of the document in front, as a user would. */
export async function checkInFront(): Promise<CheckOutcome> {
  const outcome = await vscode.commands.executeCommand<CheckOutcome | null>('gradientLens.checkGradients');
  assert.ok(outcome, 'nothing was checked');
  return outcome;
}

export function diagnosticsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Gradient Lens');
}

/** One-based, as lines are shown. */
export function lineOf(document: vscode.TextDocument, text: string): number {
  const index = document
    .getText()
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.ok(index >= 0, `${text} is not in the file`);
  return index + 1;
}

export async function restore(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Waits for what an event brings about. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `${what}: not within ten seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

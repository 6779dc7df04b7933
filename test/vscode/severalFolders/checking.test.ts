import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../../src/extension';
import { checkInFront, diagnosticsOf, extensionApi, lineOf } from '../editor';

describe('a workspace of several folders', () => {
  let api: GradientLensApi;

  before(async () => {
    api = await extensionApi();
  });
  after(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  const open = async (folder: vscode.WorkspaceFolder): Promise<vscode.TextDocument> => {
    const uri = vscode.Uri.joinPath(folder.uri, 'models', 'model.py');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    return document;
  };

  it('checks each model with the modules of its own folder, and keeps their results apart', async () => {
    const folders = vscode.workspace.workspaceFolders!;
    assert.deepEqual(
      folders.map(({ name }) => name),
      ['right', 'triple'],
    );
    const [right, triple] = folders;
    // Both import a module `settings`, found only from the root of their folder.
    const wrong = await open(triple!);
    const second = await checkInFront();
    assert.ok(second.kind === 'report', JSON.stringify(second));
    assert.equal(second.report.verdict, 'wrong');
    assert.match(second.report.checks[0]!.reason, /3 × the true gradient/);
    assert.deepEqual(
      diagnosticsOf(wrong).map(({ range }) => range.start.line + 1),
      [lineOf(wrong, '"dw": factor')],
    );

    const correct = await open(right!);
    const first = await checkInFront();
    assert.ok(first.kind === 'report', JSON.stringify(first));
    assert.equal(first.report.verdict, 'correct');
    assert.deepEqual(diagnosticsOf(correct), []);
    assert.equal(diagnosticsOf(wrong).length, 1);
    assert.equal(api.panels.document, correct.uri.toString());
  });
});

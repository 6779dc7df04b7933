import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import { checkInFront, diagnosticsOf, eventually, extensionApi, lineOf } from './editor';

const wrong = 'dW2 = dZ2 @ A1.T / m * 3';

describe('an edit while the check runs', () => {
  let api: GradientLensApi;
  let folder: string;
  let editor: vscode.TextEditor;

  before(async () => {
    api = await extensionApi();
    folder = mkdtempSync(path.join(tmpdir(), 'edited-'));
    const [examples] = vscode.workspace.workspaceFolders!;
    const example = path.join(examples!.uri.fsPath, 'python', 'two_layer_wrong.py');
    const file = path.join(folder, 'edited.py');
    // Loading takes long enough to type something.
    writeFileSync(file, `import time\ntime.sleep(1.5)\n${readFileSync(example, 'utf8')}`);
    const document = await vscode.workspace.openTextDocument(file);
    editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  });

  after(async () => {
    await vscode.commands.executeCommand('gradientLens.clearResults');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves the results of the text before it, hollow and on the lines where that text is now', async () => {
    const { document } = editor;
    const uri = document.uri.toString();
    const before = lineOf(document, wrong);
    const checking = checkInFront();
    await eventually('checking', () => api.checks.isRunning(uri));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n# two\n# three\n'));
    assert.ok(api.checks.isRunning(uri), 'the check was over before the edit');
    assert.equal((await checking).kind, 'report');

    assert.equal(api.results.get(uri)?.stale, true);
    const line = lineOf(document, wrong);
    assert.equal(line, before + 3);
    const texts = new Map(api.decorations.of(document.uri).map((one) => [one.line, one.text]));
    assert.equal(texts.get(line), '○ dW2 is 3 × the true gradient · before your edit');
    const marked = diagnosticsOf(document).map(({ range, severity }) => {
      assert.equal(severity, vscode.DiagnosticSeverity.Information);
      return document.lineAt(range.start.line).text.trim();
    });
    assert.equal(marked.length, 2);
    assert.ok(marked.includes(wrong), marked.join('\n'));
    for (const text of marked) assert.match(text, /^d\w+ = /);
  });

  it('leaves only hollow marks where a line was deleted meanwhile, until it is back', async () => {
    const { document } = editor;
    const uri = document.uri.toString();
    const checking = checkInFront();
    await eventually('checking', () => api.checks.isRunning(uri));
    const at = document.lineAt(lineOf(document, wrong) - 1).rangeIncludingLineBreak;
    await editor.edit((edit) => edit.delete(at));
    assert.ok(api.checks.isRunning(uri), 'the check was over before the edit');
    assert.equal((await checking).kind, 'report');
    const error = diagnosticsOf(document).filter(
      ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
    );
    assert.deepEqual(error, []);
    for (const { text } of api.decorations.of(document.uri)) {
      assert.match(text, /^○/);
      assert.doesNotMatch(text, /dW2|more on this line/);
    }
    await vscode.commands.executeCommand('undo');
    await eventually('fresh', () => api.results.get(uri)?.stale === false);
    assert.equal(diagnosticsOf(document).length, 2);
  });
});

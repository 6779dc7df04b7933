import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import { checkInFront, eventually, extensionApi } from './editor';

/** Never done: what is checked while the file, or the window, goes away. */
const endless = `import time


def loss(params, X, y):
    time.sleep(600)
    return 0.0


def gradients(params, X, y):
    return {"W": params["W"]}


params = {"W": [1.0, 2.0]}
X = [[1.0, 2.0]]
y = [1.0]
`;

/** Processes that run models for this window. */
function hosts(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter(
    (line) => Number(line.trim().split(/\s+/)[0]) === process.pid && line.includes('gradient_lens_host'),
  ).length;
}

const problemsAt = (uri: vscode.Uri): number =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Gradient Lens').length;

(process.platform === 'win32' ? describe.skip : describe)('files and windows that go away', () => {
  let api: GradientLensApi;
  let folder: string;

  before(async () => {
    api = await extensionApi();
    folder = mkdtempSync(path.join(tmpdir(), 'window-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (name: string, text: string): Promise<vscode.Uri> => {
    const uri = vscode.Uri.file(path.join(folder, name));
    writeFileSync(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    return uri;
  };

  it('moves problems with a file that is renamed, and ends them with one that is deleted', async () => {
    const example = path.resolve(
      vscode.workspace.workspaceFolders![0]!.uri.fsPath,
      'expressions',
      'two-layer-wrong.gradient.yaml',
    );
    const from = await open('before.gradient.yaml', readFileSync(example, 'utf8'));
    await checkInFront();
    assert.ok(problemsAt(from) > 0);
    const to = vscode.Uri.file(path.join(folder, 'after.gradient.yaml'));
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await eventually('problems move', () => problemsAt(from) === 0 && problemsAt(to) > 0);
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(to);
    assert.ok(await vscode.workspace.applyEdit(remove));
    await eventually('problems end', () => problemsAt(to) === 0);
  });

  it('ends the check of a file that is deleted meanwhile, and its process', async () => {
    const uri = await open('endless.py', endless);
    const checking = vscode.commands.executeCommand('gradientLens.checkGradients');
    await eventually('the model runs', () => hosts() > 0);
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(uri);
    assert.ok(await vscode.workspace.applyEdit(remove));
    await checking;
    await eventually('its process ends', () => hosts() === 0);
    assert.equal(problemsAt(uri), 0);
  });

  it('leaves no process when the window is closed during a check', async () => {
    await open('closing.py', endless);
    const checking = vscode.commands.executeCommand('gradientLens.checkGradients');
    await eventually('the model runs', () => hosts() > 0);
    // What the editor waits for when it deactivates the extension; nothing can be checked afterwards.
    await api.checks.dispose();
    assert.equal(hosts(), 0);
    await checking;
  });
});

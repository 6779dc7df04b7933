import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import type { NormalizationOutcome } from '../../src/workflow/normalization/request';
import { diagnosticsOf, extensionApi, lineOf } from './editor';

const show = 'gradientLens.showNormalization';

const scaled = (test: string): string => `import numpy as np

rng = np.random.default_rng(1)
raw = np.array([1.0, 40.0, 0.03]) * rng.normal(size=(600, 3)) + 5
y_train = rng.integers(0, 2, 400)
X_train, X_test = raw[:400], raw[400:]
${test}

def forward(X, W1):
    return X @ W1
`;

const own = scaled(`X_train = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)
X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
`);

describe('the normalization of inputs', () => {
  let api: GradientLensApi;
  let folder: string;

  before(async () => {
    api = await extensionApi();
    folder = mkdtempSync(path.join(tmpdir(), 'normalization-'));
  });

  afterEach(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  async function written(name: string, text: string): Promise<vscode.TextDocument> {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    return document;
  }

  async function shown(uri?: vscode.Uri) {
    const outcome = await vscode.commands.executeCommand<NormalizationOutcome | null>(show, uri);
    assert.ok(outcome?.kind === 'report', JSON.stringify(outcome));
    return outcome.report;
  }

  it('marks the line that takes the statistics of the test split', async () => {
    const document = await written('own.py', own);
    const report = await shown();
    assert.equal(report.verdict, 'wrong');
    assert.equal(api.normalization.panels.document, document.uri.toString());
    const [problem, ...others] = diagnosticsOf(document);
    assert.deepEqual(others, []);
    assert.equal(problem!.range.start.line + 1, lineOf(document, 'X_test = (X_test'));
    assert.equal(problem!.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(problem!.message, /^X_test was normalized with its own mean and standard deviation\./);
  });

  it('says so while the text was edited since, and not once the line is gone', async () => {
    const document = await written('edited.py', own);
    await shown();
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n'));
    const [stale] = diagnosticsOf(document);
    assert.match(stale!.message, /^Before your edit: /);
    assert.equal(stale!.range.start.line + 1, lineOf(document, 'X_test = (X_test'));
    const line = document.lineAt(stale!.range.start.line).rangeIncludingLineBreak;
    await editor.edit((edit) => edit.delete(line));
    assert.deepEqual(diagnosticsOf(document), []);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('offers lines that normalize all splits, which then are normalized with the training statistics', async () => {
    const document = await written('raw.py', scaled(''));
    const before = await shown();
    assert.notEqual(before.overall.kind, 'normalized');
    const line = document.lineAt(lineOf(document, 'X_train, X_test = raw') - 1).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      line,
    );
    const [action] = actions.filter(({ command }) => command?.command === 'gradientLens.insertNormalization');
    assert.ok(action?.command, actions.map(({ title }) => title).join());
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments as unknown[]));
    assert.ok(document.isDirty, document.getText());
    const after = await shown();
    assert.equal(after.overall.kind, 'normalized');
    assert.equal(after.provenance?.whose, 'training');
    assert.equal(after.verdict, 'correct');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is shown of a data file that is no text', async () => {
    const file = path.join(folder, 'inputs.csv');
    writeFileSync(file, `a,b\n${Array.from({ length: 200 }, (_, i) => `${i},${i * i}`).join('\n')}\n`);
    const report = await shown(vscode.Uri.file(file));
    assert.equal(report.features, 2);
    assert.deepEqual(report.featureNames, ['a', 'b']);
  });

  it('tells what is wrong with a data file, and keeps nothing of it', async () => {
    const file = path.join(folder, 'ragged.csv');
    writeFileSync(file, 'a,b\n1,2\n3,4,5\n');
    const outcome = await vscode.commands.executeCommand<NormalizationOutcome>(show, vscode.Uri.file(file));
    assert.ok(outcome.kind === 'problem', JSON.stringify(outcome));
    assert.equal(outcome.problem.line, 3);
    const entry = api.normalization.results.get(vscode.Uri.file(file).toString());
    assert.equal(entry?.result.kind, 'problem');
  });

  it('ends when it is told to', async () => {
    const document = await written('endless.py', `while True:\n    pass\n${own}`);
    const running = vscode.commands.executeCommand<NormalizationOutcome>(show);
    const uri = document.uri.toString();
    while (!api.normalization.normalizing.isRunning(uri)) await new Promise((done) => setTimeout(done, 20));
    api.normalization.normalizing.cancel(uri);
    assert.equal((await running).kind, 'cancelled');
  });
});

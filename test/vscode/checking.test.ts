import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import {
  checkInFront,
  diagnosticsOf,
  eventually,
  extensionApi,
  lineOf,
  openExample,
  restore,
} from './editor';

const wrongLines = ['dW2 = dZ2 @ A1.T / m * 3', 'db1 = 5 * np.sum'];

describe('checking a Python model', () => {
  let api: GradientLensApi;
  let editor: vscode.TextEditor;

  before(async () => {
    api = await extensionApi();
    editor = await openExample('python', 'two_layer_wrong.py');
    const outcome = await checkInFront();
    assert.equal(outcome.kind, 'report', JSON.stringify(outcome));
  });

  after(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  it('puts an error on each expression that makes a wrong gradient', () => {
    const diagnostics = diagnosticsOf(editor.document);
    assert.deepEqual(
      diagnostics.map(({ range }) => range.start.line + 1).sort(),
      wrongLines.map((text) => lineOf(editor.document, text)).sort(),
    );
    const [, second] = [...diagnostics].sort((a, b) => b.range.start.line - a.range.start.line);
    assert.equal(second?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(editor.document.getText(second.range), 'dZ2 @ A1.T / m * 3');
    assert.match(second.message, /^dW2 is 3 × the true gradient/);
  });

  it('writes the verdict behind the lines, right and wrong', () => {
    const texts = new Map(api.decorations.of(editor.document.uri).map(({ line, text }) => [line, text]));
    assert.match(texts.get(lineOf(editor.document, wrongLines[0]!))!, /^✗ dW2 is 3 × the true gradient · /);
    assert.equal(texts.get(lineOf(editor.document, 'db2 = np.sum')), '✓');
    assert.equal(api.statusBar.text, '✗ 2 of 4 gradients wrong');
  });

  it('tells the worst components in a hover, anywhere on the line', async () => {
    const line = lineOf(editor.document, wrongLines[0]!) - 1;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      new vscode.Position(line, 2),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((content) => (typeof content === 'string' ? content : content.value)),
    );
    const own = texts.find((text) => text.includes('dW2'));
    assert.match(
      own ?? '',
      /\| component \|[\s&;nbsp]*computed \|[\s&;nbsp]*numerical \|[\s&;nbsp]*ratio \|/,
    );
    assert.match(own ?? '', /command:gradientLens\.showTensor/);
  });

  it('has a lens above the backward function', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
      10,
    );
    const line = lineOf(editor.document, 'def backward_propagation') - 1;
    const titles = lenses
      .filter(({ range }) => range.start.line === line)
      .map(({ command }) => command?.title);
    assert.deepEqual(titles, ['✗ 2 of 4 gradients wrong', 'Check again']);
  });

  it('opens the panel for the document', () => {
    assert.equal(api.panels.document, editor.document.uri.toString());
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.ok(tabs.some(({ label }) => label === 'Gradients: two_layer_wrong.py'));
  });

  it('turns stale with an edit, moves along, and is fresh again when it is undone', async () => {
    const uri = editor.document.uri.toString();
    const line = lineOf(editor.document, wrongLines[0]!);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a comment\n'));
    await eventually('stale', () => api.results.get(uri)?.stale === true);
    const texts = new Map(api.decorations.of(editor.document.uri).map((one) => [one.line, one.text]));
    assert.equal(texts.get(line + 1), '○ dW2 is 3 × the true gradient · before your edit');
    for (const { severity } of diagnosticsOf(editor.document)) {
      assert.equal(severity, vscode.DiagnosticSeverity.Information);
    }
    await restore(editor.document);
    await eventually('fresh', () => api.results.get(uri)?.stale === false);
    assert.equal(diagnosticsOf(editor.document).length, 2);
  });

  it('checks the function at the cursor', async () => {
    const line = lineOf(editor.document, wrongLines[0]!) - 1;
    editor = await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('gradientLens.checkGradientsAtCursor');
    const result = api.results.get(editor.document.uri.toString())?.result;
    assert.ok(result?.kind === 'report');
    assert.equal(result.report.checks[0]?.subject, 'backward_propagation');
  });

  it('checks after training steps as well, and again at the same moments', async () => {
    const { uri } = editor.document;
    const kinds = () => {
      const result = api.results.get(uri.toString())?.result;
      return result?.kind === 'report' ? result.report.checks.map(({ at }) => at.kind) : [];
    };
    await vscode.commands.executeCommand('gradientLens.checkAfterTraining', uri, { afterSteps: 3 });
    assert.deepEqual(kinds(), ['start', 'trained']);
    // What is wrong from the start is told once.
    assert.equal(diagnosticsOf(editor.document).length, 2);
    await vscode.commands.executeCommand('gradientLens.checkAgain', uri.toString());
    assert.deepEqual(kinds(), ['start', 'trained']);
  });

  it('is cleared by command', async () => {
    await vscode.commands.executeCommand('gradientLens.clearResults');
    assert.deepEqual(diagnosticsOf(editor.document), []);
    assert.deepEqual(api.decorations.of(editor.document.uri), []);
    assert.equal(api.statusBar.text, null);
  });
});

describe('checking several models', () => {
  let api: GradientLensApi;

  before(async () => {
    api = await extensionApi();
  });

  after(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  it('keeps their results apart', async () => {
    const right = await openExample('expressions', 'cubic.gradient.yaml');
    const first = checkInFront();
    const wrong = await openExample('expressions', 'cubic-wrong.gradient.yaml');
    const [one, two] = await Promise.all([first, checkInFront()]);
    assert.deepEqual([one.kind, two.kind], ['report', 'report']);
    assert.equal(diagnosticsOf(right.document).length, 0);
    assert.equal(diagnosticsOf(wrong.document).length, 1);
    assert.match(api.statusBar.text ?? '', /^✗/);
    await openExample('expressions', 'cubic.gradient.yaml');
    await eventually('the status bar follows', () => /^✓/.test(api.statusBar.text ?? ''));
    assert.equal(api.panels.document, right.document.uri.toString());
  });

  it('says why a text cannot be checked, on its line, and forgets it with the document', async () => {
    const content = 'parameters:\n  theta: 1\ncost: theta ^ 3\ngradients:\n  theta: 3 * (theta\n';
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, 'broken.gradient.yaml');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
    const editor = await openExample('broken.gradient.yaml');
    assert.equal((await checkInFront()).kind, 'problem');
    const [diagnostic] = diagnosticsOf(editor.document);
    assert.equal(diagnostic?.range.start.line, 4);
    assert.match(diagnostic.message, /^Gradients could not be checked: /);

    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri);
    await vscode.workspace.applyEdit(edit);
    await eventually('forgotten', () => api.results.get(uri.toString()) === undefined);
  });

  it('checks the text of the editor, not that of the disk', async () => {
    const editor = await openExample('expressions', 'cubic.gradient.yaml');
    const text = editor.document.getText();
    const at = text.indexOf('3 * theta');
    assert.ok(at > 0);
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 1));
    await editor.edit((edit) => edit.replace(range, '6'));
    const outcome = await checkInFront();
    assert.ok(outcome.kind === 'report');
    assert.equal(outcome.report.verdict, 'wrong');
    await restore(editor.document);
  });

  it('ends a check when it is told to', async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, 'endless.py');
    await vscode.workspace.fs.writeFile(uri, Buffer.from('while True:\n    x = 1\n\ndef f():\n    pass\n'));
    await openExample('endless.py');
    const outcome = checkInFront();
    await eventually('checking', () => api.checks.isRunning(uri.toString()));
    await vscode.commands.executeCommand('gradientLens.cancelCheck');
    assert.equal((await outcome).kind, 'cancelled');
    await vscode.workspace.fs.delete(uri);
  });
});

describe('inserting the contract', () => {
  it('writes a function at the end, which one undo takes away again', async () => {
    const editor = await openExample('python', 'script.py');
    const before = editor.document.getText();
    await vscode.commands.executeCommand('gradientLens.insertModelContract');
    assert.match(
      editor.document.getText(),
      /\n\n\ndef gradient_lens\(\):\n {4}return dict\(\n {8}parameters=/,
    );
    await vscode.commands.executeCommand('leaveSnippet');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await restore(editor.document);
  });
});

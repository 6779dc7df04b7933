import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import { checkInFront, diagnosticsOf, extensionApi, lineOf, openExample } from './editor';

const wrongLine = 'const dW2 = scale(matmul(dZ2, transpose(A1)), 3 / m);';

async function lensesOf(document: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    10,
  );
}

describe('checking a TypeScript model', () => {
  let api: GradientLensApi;

  before(async () => {
    api = await extensionApi();
  });

  afterEach(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  it('marks the expressions that make wrong gradients', async () => {
    const { document } = await openExample('javascript', 'two-layer-wrong.ts');
    const outcome = await checkInFront();
    assert.equal(outcome.kind, 'report', JSON.stringify(outcome));
    const lines = diagnosticsOf(document).map(({ range }) => range.start.line + 1);
    assert.deepEqual(
      lines.sort((a, b) => a - b),
      [lineOf(document, wrongLine), lineOf(document, 'const db1 = sumRows(dZ1);')],
    );
    const [first] = diagnosticsOf(document).filter(({ message }) => message.startsWith('dW2'));
    assert.equal(document.getText(first!.range), 'scale(matmul(dZ2, transpose(A1)), 3 / m)');
    assert.equal(api.statusBar.text, '✗ 2 of 4 gradients wrong');
    const titles = (await lensesOf(document)).map(({ command }) => command?.title);
    assert.deepEqual(titles, ['✗ 2 of 4 gradients wrong', 'Check again']);
  });

  it('puts no lenses into scripts that are no models', async () => {
    const content =
      'export function getGradient(from, to) {\n  return context.createLinearGradient(0, 0, from, to);\n}\n';
    const document = await vscode.workspace.openTextDocument({ language: 'javascript', content });
    assert.deepEqual(await lensesOf(document), []);
  });

  // The last: a document made after one is closed may be given the name and the text of that one.
  it('checks a new document that has no file yet', async () => {
    const example = await openExample('javascript', 'logistic.mjs');
    const content = example.document.getText();
    const document = await vscode.workspace.openTextDocument({ language: 'javascript', content });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    const outcome = await checkInFront();
    assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
    assert.equal(outcome.report.verdict, 'correct');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('checking a file of layers', () => {
  after(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  it('says above each backward function what came of that layer', async () => {
    const api = await extensionApi();
    const { document } = await openExample('python', 'layers_wrong.py');
    const outcome = await checkInFront();
    assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
    assert.match(api.statusBar.text ?? '', /^✗ 1 of \d layers is wrong: layernorm$/);
    const lenses = await lensesOf(document);
    const titleAt = (text: string) =>
      lenses.find(({ range }) => range.start.line + 1 === lineOf(document, text))?.command?.title;
    assert.match(titleAt('def affine_backward') ?? '', /^✓ 3 gradients correct$/);
    assert.match(titleAt('def layernorm_backward') ?? '', /^✗ 1 of 3 gradients wrong$/);
    assert.match(diagnosticsOf(document)[0]?.message ?? '', /^dx of layernorm is wrong/);
  });
});

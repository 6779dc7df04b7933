import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import type { CheckOutcome } from '../../src/workflow/checkModel';
import { checkInFront, diagnosticsOf, eventually, extensionApi } from './editor';

const wrongLines = ['dW1 = np.dot(dZ1, X.T) / m', 'db1 = np.sum(dZ1'];

/** As a user does: a notebook opened by an extension would live on after it is closed. */
async function openExampleNotebook(name: string): Promise<vscode.NotebookEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, 'notebooks', name);
  await vscode.commands.executeCommand('vscode.open', uri, vscode.ViewColumn.One);
  const shown = () => vscode.window.activeNotebookEditor;
  await eventually('open', () => shown()?.notebook.uri.toString() === uri.toString());
  return shown()!;
}

function cellWith(notebook: vscode.NotebookDocument, text: string): vscode.NotebookCell {
  const cell = notebook.getCells().find(({ document }) => document.getText().includes(text));
  assert.ok(cell, `no cell has ${text}`);
  return cell;
}

async function edit(notebook: vscode.NotebookDocument, ...edits: vscode.NotebookEdit[]): Promise<void> {
  const whole = new vscode.WorkspaceEdit();
  whole.set(notebook.uri, edits);
  assert.ok(await vscode.workspace.applyEdit(whole));
}

describe('checking a notebook', () => {
  let api: GradientLensApi;
  let notebook: vscode.NotebookDocument;
  let cell: vscode.NotebookCell;
  const entry = () => api.results.get(notebook.uri.toString());

  before(async () => {
    api = await extensionApi();
    ({ notebook } = await openExampleNotebook('planar_data_wrong.ipynb'));
    cell = cellWith(notebook, 'def backward_propagation');
    const outcome = await checkInFront();
    assert.equal(outcome.kind, 'report', JSON.stringify(outcome));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('gradientLens.clearResults');
  });

  it('puts errors and marks into the cell that makes the wrong gradients', () => {
    const marked = diagnosticsOf(cell.document);
    assert.deepEqual(
      marked.map(({ range }) => cell.document.lineAt(range.start.line).text.trim().slice(0, 16)).sort(),
      wrongLines.map((text) => text.slice(0, 16)).sort(),
    );
    assert.equal(diagnosticsOf(cellWith(notebook, 'def forward_propagation').document).length, 0);
    const texts = api.decorations.of(cell.document.uri).map(({ text }) => text[0]);
    assert.deepEqual(texts.sort(), ['✓', '✓', '✗', '✗']);
    assert.equal(api.statusBar.text, '✗ 2 of 4 gradients wrong');
    assert.equal(api.panels.document, notebook.uri.toString());
  });

  it('has hovers and lenses in the cell', async () => {
    const [first] = diagnosticsOf(cell.document);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      cell.document.uri,
      first!.range.start,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((one) => (one as vscode.MarkdownString).value),
    );
    assert.ok(texts.some((text) => text.includes('| component |')));
    // The editor knows only the texts of cells that are in view.
    const range = new vscode.NotebookRange(cell.index, cell.index + 1);
    vscode.window.activeNotebookEditor!.revealRange(range, vscode.NotebookEditorRevealType.AtTop);
    const shown = () => vscode.window.visibleTextEditors.some((one) => one.document === cell.document);
    await eventually('in view', shown);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      cell.document.uri,
      10,
    );
    const again = lenses.find(({ command }) => command?.command === 'gradientLens.checkAgain');
    assert.equal(again?.command?.arguments?.[0], notebook.uri.toString());
  });

  it('goes stale with an edit of any cell, moves with one of its own, and comes back when it is undone', async () => {
    const before = diagnosticsOf(cell.document).map(({ range }) => range.start.line);
    const insert = async (document: vscode.TextDocument): Promise<void> => {
      const whole = new vscode.WorkspaceEdit();
      whole.insert(document.uri, new vscode.Position(0, 0), '# new\n');
      assert.ok(await vscode.workspace.applyEdit(whole));
    };
    const remove = async (document: vscode.TextDocument): Promise<void> => {
      const whole = new vscode.WorkspaceEdit();
      whole.delete(document.uri, new vscode.Range(0, 0, 1, 0));
      assert.ok(await vscode.workspace.applyEdit(whole));
    };
    const other = cellWith(notebook, 'def compute_cost').document;
    await insert(other);
    await eventually('stale', () => entry()?.stale === true);
    assert.match(api.decorations.of(cell.document.uri)[0]!.text, /^○/);
    await insert(cell.document);
    await eventually('moved', () => diagnosticsOf(cell.document)[0]?.range.start.line === before[0]! + 1);
    await remove(cell.document);
    await remove(other);
    await eventually('fresh', () => entry()?.stale === false);
    assert.deepEqual(
      diagnosticsOf(cell.document).map(({ range }) => range.start.line),
      before,
    );
  });

  it('goes stale when cells come and go', async () => {
    const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'extra = 1', 'python');
    await edit(notebook, vscode.NotebookEdit.insertCells(0, [added]));
    await eventually('stale', () => entry()?.stale === true);
    await edit(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1)));
    await eventually('fresh', () => entry()?.stale === false);
  });

  it('checks what the cells say, saved or not, up to the one that is chosen', async () => {
    const text = cell.document.getText();
    const at = text.indexOf('(1 - A1)');
    const range = new vscode.Range(cell.document.positionAt(at), cell.document.positionAt(at + 8));
    const whole = new vscode.WorkspaceEdit();
    whole.replace(cell.document.uri, range, '(1 - A1 ** 2)');
    await vscode.workspace.applyEdit(whole);
    const bad = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'def backward_propagation(parameters, cache, X, Y):\n    return None',
      'python',
    );
    await edit(notebook, vscode.NotebookEdit.insertCells(cell.index + 1, [bad]));
    const check = (...context: unknown[]) =>
      vscode.commands.executeCommand<CheckOutcome>('gradientLens.checkGradientsUpToCell', ...context);
    const outcome = await check(cell);
    assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
    assert.equal(outcome.report.verdict, 'correct');
    assert.equal(entry()?.cells?.length, cell.index + 1);

    // An edit behind the cell does not touch what was checked.
    await edit(
      notebook,
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(cell.index + 1, cell.index + 2)),
    );
    assert.equal(entry()?.stale, false);

    const editor = vscode.window.visibleNotebookEditors.find((one) => one.notebook === notebook)!;
    await vscode.window.showNotebookDocument(notebook, { viewColumn: vscode.ViewColumn.One });
    editor.selection = new vscode.NotebookRange(2, 3);
    await eventually('selected', () => vscode.window.activeNotebookEditor?.selection.start === 2);
    const partly = await check();
    assert.equal(partly.kind, 'problem');
    assert.equal(entry()?.cells?.length, 3);
  });

  it('writes the contract into a cell of its own', async () => {
    const before = notebook.cellCount;
    await vscode.commands.executeCommand('gradientLens.insertModelContract', notebook.uri.toString());
    assert.equal(notebook.cellCount, before + 1);
    assert.match(notebook.cellAt(before).document.getText(), /^\s*def gradient_lens\(\):/);
    await vscode.commands.executeCommand('leaveSnippet');
    await vscode.commands.executeCommand('gradientLens.insertModelContract', notebook.uri.toString());
    assert.equal(notebook.cellCount, before + 1);
    await edit(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(before, before + 1)));
  });

  it('keeps several notebooks apart, and forgets one that is closed', async () => {
    const right = await openExampleNotebook('planar_data.ipynb');
    const outcome = await checkInFront();
    assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
    assert.equal(outcome.report.verdict, 'correct');
    const uri = right.notebook.uri.toString();
    assert.ok(api.results.get(uri) !== undefined && entry() !== undefined);
    await vscode.window.showNotebookDocument(right.notebook, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually('forgotten', () => api.results.get(uri) === undefined);
    assert.notEqual(entry(), undefined);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GradientLensApi } from '../../src/extension';
import type { ActivationOutcome } from '../../src/workflow/activations/request';
import { diagnosticsOf, eventually, extensionApi, lineOf } from './editor';

const show = 'gradientLens.showActivations';

/** Two layers by name; weights of the first layer are `first`. */
const network = (first: string): string => `import numpy as np

rng = np.random.default_rng(1)
X = rng.normal(size=(64, 500))
Y = rng.normal(size=(1, 500))
W1 = ${first}
b1 = np.zeros((64, 1))
W2 = rng.normal(size=(1, 64)) * np.sqrt(2 / 64)
b2 = np.zeros((1, 1))

def forward(X, parameters):
    W1, b1, W2, b2 = parameters
    Z1 = W1 @ X + b1
    A1 = np.maximum(Z1, 0)
    Z2 = W2 @ A1 + b2
    return Z1, A1, Z2

def cost(X, Y, parameters):
    return np.mean((forward(X, parameters)[2] - Y) ** 2)

def backward(X, Y, parameters):
    W1, b1, W2, b2 = parameters
    Z1, A1, Z2 = forward(X, parameters)
    dZ2 = 2 * (Z2 - Y) / Y.size
    dW2 = dZ2 @ A1.T
    db2 = dZ2.sum(axis=1, keepdims=True)
    dZ1 = W2.T @ dZ2 * (Z1 > 0)
    dW1 = dZ1 @ X.T
    db1 = dZ1.sum(axis=1, keepdims=True)
    return dW1, db1, dW2, db2

parameters = W1, b1, W2, b2
`;

const he = network('rng.normal(size=(64, 64)) * np.sqrt(2 / 64)');

/** 150 layers of 1.5·I in a loop. */
const deep = `import numpy as np

rng = np.random.default_rng(1)
L = 150
X = rng.normal(size=(8, 20))
Y = np.zeros((8, 20))
weights = [1.5 * np.eye(8) for _ in range(L)]

def forward(X, weights):
    A = X
    outputs = [X]
    for W in weights:
        A = W @ A
        outputs.append(A)
    return outputs

def cost(X, Y, weights):
    return 0.5 * np.mean((forward(X, weights)[-1] - Y) ** 2)

def backward(X, Y, weights):
    outputs = forward(X, weights)
    dA = (outputs[-1] - Y) / Y.size
    gradients = []
    for l in range(len(weights) - 1, -1, -1):
        gradients.insert(0, dA @ outputs[l].T)
        dA = weights[l].T @ dA
    return gradients
`;

describe('scale through depth', () => {
  let api: GradientLensApi;
  let folder: string;

  before(async () => {
    api = await extensionApi();
    folder = mkdtempSync(path.join(tmpdir(), 'activations-'));
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

  async function shown() {
    const outcome = await vscode.commands.executeCommand<ActivationOutcome | null>(show);
    assert.ok(outcome?.kind === 'report', JSON.stringify(outcome));
    return outcome.report;
  }

  /** Line → text, of the extension's own hints. */
  async function hintsOf(document: vscode.TextDocument): Promise<ReadonlyMap<number, string>> {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole,
    );
    const texts = hints.map(({ position, label }) => [position.line + 1, label] as const);
    return new Map(texts.flatMap(([line, label]) => (typeof label === 'string' ? [[line, label]] : [])));
  }

  it('is told at the lines of the forward pass, and in the panel', async () => {
    const document = await written('he.py', he);
    const report = await shown();
    assert.equal(report.profile.network.layers.length, 2);
    assert.equal(api.activations.panels.document, document.uri.toString());
    const hints = await hintsOf(document);
    assert.match(hints.get(lineOf(document, 'Z1 = W1 @ X'))!, /^64×500 · RMS 1\.\d$/);
    assert.match(hints.get(lineOf(document, 'A1 = np.max'))!, /^64×500 · RMS \d\.\d+$/);
    assert.deepEqual(diagnosticsOf(document), []);
  });

  it('is that of all layers where a loop makes them', async () => {
    const document = await written('deep.py', deep);
    const report = await shown();
    assert.equal(report.profile.network.layers.length, 150);
    assert.ok(Math.abs(report.profile.forward.perLayer - 1.5) < 1e-12, `${report.profile.forward.perLayer}`);
    const hint = (await hintsOf(document)).get(lineOf(document, 'A = W @ A'));
    assert.match(hint!, /^✗ 150 layers · RMS 1\.\d → \d\.\d × 10²⁶$/);
  });

  it('is from before an edit until that is undone, and gone with its line', async () => {
    const document = await written('edited.py', he);
    await shown();
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n'));
    const stale = (await hintsOf(document)).get(lineOf(document, 'Z1 = W1 @ X'));
    assert.match(stale!, /^○ 64×500 · RMS .* · before your edit$/);
    const at = document.lineAt(lineOf(document, 'Z1 = W1 @ X') - 1).rangeIncludingLineBreak;
    await editor.edit((edit) => edit.delete(at));
    const hints = await hintsOf(document);
    assert.match(hints.get(lineOf(document, 'A1 = np.max'))!, /^○/);
    assert.equal(hints.size, 2);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('hints as before', async () => {
      const texts = [...(await hintsOf(document)).values()];
      return texts.length === 3 && texts.every((text) => !text.startsWith('○'));
    });
  });

  it('is told in the cells of a notebook', async () => {
    const [root] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(root!.uri, 'notebooks', 'planar_data.ipynb');
    await vscode.commands.executeCommand('vscode.open', uri, vscode.ViewColumn.One);
    const opened = () => vscode.window.activeNotebookEditor?.notebook;
    await eventually('open', () => opened()?.uri.toString() === uri.toString());
    await shown();
    const cells = opened()!.getCells();
    const cell = cells.find(({ document }) => document.getText().includes('def forward_propagation'))!;
    const texts = [...(await hintsOf(cell.document)).values()];
    assert.ok(texts.length >= 3, texts.join());
    for (const text of texts) assert.match(text, /^\d+×\d+ · RMS [\d.]+/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is not told inline where the setting says so', async () => {
    const document = await written('quiet.py', he);
    await shown();
    const settings = vscode.workspace.getConfiguration('gradientLens', document.uri);
    await settings.update('activations.inlayHints', false, vscode.ConfigurationTarget.Global);
    assert.equal((await hintsOf(document)).size, 0);
    await settings.update('activations.inlayHints', undefined, vscode.ConfigurationTarget.Global);
    assert.equal((await hintsOf(document)).size, 3);
  });

  it('tells of weights that keep all units alike, on the line that makes them', async () => {
    const document = await written('alike.py', network('np.full((64, 64), 0.01)'));
    await shown();
    const [problem] = diagnosticsOf(document);
    assert.ok(problem, 'no problem');
    assert.equal(problem.range.start.line + 1, lineOf(document, 'W1 = np.full'));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(problem.message, /^The units of layer 1 start alike in W1/);
  });

  it('tells the line that first makes a value that is not finite', async () => {
    const document = await written('overflow.py', deep.replace('1.5 * np.eye(8)', '1e3 * np.eye(8)'));
    await shown();
    const [problem] = diagnosticsOf(document).filter(({ code }) => code === 'not-finite');
    assert.ok(problem, 'no problem');
    assert.equal(problem.range.start.line + 1, lineOf(document, 'A = W @ A'));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem.message, /infinite in layer 10[23]; nothing before it is\.$/);
  });

  it('answers what other weights would give, and forgets it with a new run', async () => {
    const document = await written('what-if.py', network('rng.normal(size=(64, 64)) * 0.01'));
    await shown();
    const uri = document.uri.toString();
    const how = { kind: 'scheme', scheme: 'he', factor: 1 } as const;
    await api.activations.commands.ask(uri, { kind: 'whatIf', how });
    const questions = api.activations.results.reportOf(uri)?.questions;
    assert.equal(questions?.asking, null);
    assert.equal(questions?.whatIf?.problem, null);
    assert.match(questions.whatIf.code, /W1/);
    const [first] = questions.whatIf.profile!.network.layers;
    assert.ok(Math.abs(first!.preActivation!.statistics.rms - Math.SQRT2) < 0.2);
    await shown();
    assert.equal(api.activations.results.reportOf(uri)?.questions.whatIf, null);
  });

  it('ends when it is told to', async () => {
    const document = await written('endless.py', `while True:\n    pass\n${he}`);
    const running = vscode.commands.executeCommand<ActivationOutcome>(show);
    const uri = document.uri.toString();
    await eventually('the run', () => api.activations.observing.isRunning(uri));
    api.activations.commands.cancel(uri);
    assert.equal((await running).kind, 'cancelled');
  });

  it('has a laboratory that needs no file', async () => {
    await vscode.commands.executeCommand('gradientLens.openLaboratory');
    assert.ok(api.activations.laboratory.isOpen);
    const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs: own }) => own.map(({ label }) => label));
    await eventually('its tab', () => tabs().includes('Scale Laboratory'));
  });
});

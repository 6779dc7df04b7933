import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { checkInFront, extensionApi } from './editor';

describe('the examples of the walkthrough', () => {
  before(extensionApi);
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));
  after(() => vscode.commands.executeCommand('gradientLens.clearResults'));

  for (const [file, verdict] of [
    ['expressions/cubic.gradient.yaml', 'correct'],
    ['expressions/two-layer-wrong.gradient.yaml', 'wrong'],
  ] as const) {
    it(`opens ${file} as a new document, which can be checked`, async () => {
      await vscode.commands.executeCommand('gradientLens.openExample', file);
      const { document } = vscode.window.activeTextEditor!;
      assert.equal(document.isUntitled, true);
      assert.match(document.getText(), /^cost:/m);
      const outcome = await checkInFront();
      assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
      assert.equal(outcome.report.verdict, verdict);
    });
  }

  it('opens the same example once', async () => {
    const open = () =>
      vscode.commands.executeCommand('gradientLens.openExample', 'expressions/cubic.gradient.yaml');
    await open();
    const text = vscode.window.activeTextEditor!.document.getText();
    await open();
    assert.equal(vscode.window.activeTextEditor!.document.getText(), text);
  });
});

import assert from 'node:assert/strict';
import { openWorkbench } from '../support';

const check = 'Gradient Lens: Check Gradients';

describe('checking the open model', () => {
  it('marks the wrong lines, in the text, in the problems and in the status bar', async () => {
    const workbench = await openWorkbench({ workspace: 'examples/expressions' });
    await workbench.openFile('two-layer-wrong.gradient.yaml');
    await workbench.runCommand(check);
    assert.match(await workbench.problem(/W1/), /is wrong/);
    assert.match(await workbench.statusBar(/gradients? wrong/), /2 of 4/);
    await workbench.goToLine(38);
    await workbench.editor.locator('.squiggly-error').first().waitFor();
    await workbench.dispose();
  });

  it('opens the panel beside the model', async () => {
    const workbench = await openWorkbench({ workspace: 'examples/expressions' });
    await workbench.openFile('cubic-wrong.gradient.yaml');
    await workbench.runCommand(check);
    await workbench.webview().getByText('is wrong').first().waitFor();
    await workbench.dispose();
  });

  it('runs nothing of a workspace that is not trusted, and says so', async () => {
    const workbench = await openWorkbench({
      workspace: {
        'model.py': 'open("it-ran", "w")\n\n\ndef cost(theta):\n    return theta ** 2\n',
      },
      trusted: false,
    });
    await workbench.openFile('model.py');
    await workbench.runCommand(check);
    await workbench.notification(/Restricted Mode/);
    assert.throws(() => workbench.workspace.read('it-ran'), { code: 'ENOENT' });
    await workbench.dispose();
  });
});

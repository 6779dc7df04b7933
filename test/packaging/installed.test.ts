import assert from 'node:assert/strict';
import { openWorkbench } from '../support';
import { packedExtension } from './vsix';

// The server that it is installed in does not run on Windows.
const describeHere = process.platform === 'win32' ? describe.skip : describe;

describeHere('the installed extension', () => {
  it('checks an expression model, which needs nothing else on the machine', async function () {
    this.timeout('15m');
    const workbench = await openWorkbench({
      workspace: 'examples/expressions',
      vsix: await packedExtension(),
    });
    await workbench.openFile('two-layer-wrong.gradient.yaml');
    await workbench.runCommand('Gradient Lens: Check Gradients');
    assert.match(await workbench.problem(/gradient/), /W1/);
  });
});

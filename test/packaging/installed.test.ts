import assert from 'node:assert/strict';
import { openWorkbench } from '../support';
import { packedExtension } from './vsix';

// The server that it is installed in does not run on Windows.
const describeHere = process.platform === 'win32' ? describe.skip : describe;

describeHere('the installed extension', () => {
  let vsix: string;

  before(async function () {
    this.timeout('5m');
    vsix = await packedExtension();
  });

  it('checks an expression model, which needs nothing else on the machine', async function () {
    // The first to need the server may have to build it.
    this.timeout('15m');
    const workbench = await openWorkbench({ workspace: 'examples/expressions', vsix });
    await workbench.openFile('two-layer-wrong.gradient.yaml');
    await workbench.runCommand('Gradient Lens: Check Gradients');
    assert.match(await workbench.problem(/W1/), /is wrong/);
    await workbench.dispose();
  });

  it('checks a Python model with the host that ships', async function () {
    if (!process.env.GRADIENT_LENS_TEST_PYTHON) this.skip();
    const workbench = await openWorkbench({ workspace: 'examples/python', vsix });
    await workbench.openFile('two_layer_wrong.py');
    await workbench.runCommand('Gradient Lens: Check Gradients');
    assert.match(await workbench.problem(/W/), /wrong|true gradient/);
    await workbench.dispose();
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench, type Workbench } from '../support';

const example = (name: string): string =>
  readFileSync(path.resolve(__dirname, '..', '..', 'examples', 'activations', name), 'utf8');

describe('the scale of activations in the editor', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({
      workspace: { 'vanishing.py': example('vanishing.py'), 'exploding.ts': example('exploding.ts') },
      size: { width: 1480, height: 1000 },
    });
  });

  after(() => workbench.dispose());

  it('shows what the network does, and marks the lines of the forward pass', async () => {
    await workbench.showEditorOnly();
    await workbench.openFile('vanishing.py');
    await workbench.runCommand('Gradient Lens: Show Activation Scales');
    await workbench
      .webview()
      .locator('h1', { hasText: /Activations vanish: 0\.079\s×\sper layer/ })
      .waitFor();
    await workbench.editor
      .getByText(/10\slayers/)
      .first()
      .waitFor({ state: 'attached' });
  });

  it('runs the same network with other weights, and sweeps their factor', async () => {
    const panel = workbench.webview();
    await panel.getByLabel('Initialization', { exact: true }).selectOption('xavier');
    await panel.locator('.asking').getByRole('button', { name: 'Run', exact: true }).click();
    await panel.locator('.answers', { hasText: /Xavier/ }).waitFor({ timeout: 30_000 });
    await panel.locator('.answers', { hasText: /keep their scale|change little/ }).waitFor();
    await workbench.screenshot('activations-what-if');
    await panel.getByRole('button', { name: 'Sweep the factor' }).click();
    await panel.locator('.answers svg').first().waitFor({ timeout: 60_000 });
    await panel.locator('.answers svg').first().scrollIntoViewIfNeeded();
    await workbench.screenshot('activations-sweep');
    await panel.getByRole('button', { name: 'Clear' }).click();
    await panel.locator('.answers svg').first().waitFor({ state: 'detached' });
  });

  it('works on TypeScript', async () => {
    await workbench.openFile('exploding.ts');
    await workbench.runCommand('Gradient Lens: Show Activation Scales');
    await workbench
      .webview()
      .locator('h1', { hasText: /Activations explode/ })
      .waitFor();
  });

  it('opens a laboratory that computes in a worker', async () => {
    await workbench.runCommand('Gradient Lens: Open the Scale Laboratory');
    const headline = workbench.webview(1).locator('h1', { hasText: /1\.50\s×\sper layer, 2\.6\s×\s10/ });
    await headline.waitFor({ timeout: 30_000 });
    assert.equal(await workbench.webview(1).locator('h1').count(), 1);
  });
});

import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from '../support';

const show = 'Gradient Lens: Show Normalization Statistics';

const raw = `import numpy as np

rng = np.random.default_rng(3)
X = rng.normal(size=(500, 3)) * [1.0, 50.0, 4000.0] + 2
y_train = rng.integers(0, 2, 400)
X_train, X_test = X[:400], X[400:]
`;

const own = `${raw}
X_train = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)
X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
`;

const rows = Array.from({ length: 120 }, (_, i) => `${i},${Math.sin(i).toFixed(4)},tulip`);

describe('the normalization of inputs in the editor', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'raw.py': raw,
        'own.py': own,
        'flowers.csv': `length,width,species\n${rows.join('\n')}\n`,
        'ragged.csv': 'a,b\n1,2\n3,4,5\n',
      },
    });
  });

  after(() => workbench.dispose());

  it('names the line that takes the statistics of the test split, and leads to it', async () => {
    await workbench.openFile('own.py');
    await workbench.runCommand(show);
    const panel = workbench.webview();
    await panel.locator('h1', { hasText: /X_test was normalized with its own mean/ }).waitFor();
    assert.match(await workbench.problem(/X_test was normalized with its own/), /Ln 9/);
    await panel
      .getByRole('button', { name: 'line 9' })
      .or(panel.getByRole('link', { name: 'line 9' }))
      .first()
      .click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 9' }).waitFor();
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
  });

  it('draws a histogram of every feature, from arrays that arrive as arrays', async () => {
    const histograms = workbench.webview().getByRole('grid').locator('svg path');
    assert.ok((await histograms.count()) >= 3);
    for (const shape of await histograms.evaluateAll((paths) => paths.map((path) => path.getAttribute('d'))))
      assert.doesNotMatch(shape ?? '', /NaN|undefined/);
  });

  it('normalizes all splits on demand, and says that they are', async () => {
    await workbench.openFile('raw.py');
    await workbench.runCommand(show);
    const panel = workbench.webview();
    await panel.locator('h1', { hasText: /The inputs are not normalized/ }).waitFor();
    await panel.getByRole('button', { name: 'Insert snippet' }).click();
    await workbench.editor
      .locator('.view-line', { hasText: /X_test\s-\s/ })
      .first()
      .waitFor();
    await workbench.runCommand(show);
    await panel.locator('h1', { hasText: /The inputs are normalized/ }).waitFor();
    await panel
      .getByText(/normalized with the mean and standard deviation of X_train/)
      .first()
      .waitFor();
  });

  it('shows a data file, by the names of its columns', async () => {
    await workbench.openFile('flowers.csv');
    await workbench.runCommand(show);
    const panel = workbench.webview();
    await panel.getByText('120 × 2').first().waitFor();
    await panel.getByRole('row', { name: /width/ }).first().waitFor();
    await panel
      .getByText(/species.* was left out/)
      .first()
      .waitFor();
  });

  it('tells the line of a row with too many fields', async () => {
    await workbench.openFile('ragged.csv');
    await workbench.runCommand(show);
    await workbench.webview().getByText('line 3').first().waitFor();
    await workbench
      .webview()
      .getByText(/3 fields,? and those before have 2/)
      .first()
      .waitFor();
  });
});

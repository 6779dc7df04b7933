import { openWorkbench } from '../support';

describe('checking the open notebook', () => {
  it('is a button of the notebook, and of each cell; the panel leads to the line', async () => {
    const workbench = await openWorkbench({ workspace: 'examples/notebooks' });
    const { page } = workbench;
    await workbench.openFile('planar_data_wrong.ipynb');
    await page
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: 'Check Gradients' })
      .click();
    await workbench.statusBar(/2 of 4 gradients wrong/);
    // The notebook shows its texts and outputs in a webview of its own, which comes first.
    const line = workbench.webview(1).getByRole('button', { name: 'cell 13, line 14' });
    await line.first().click();
    await page.locator('.notebookOverlay .squiggly-error').first().waitFor();
    await page.locator('.notebookOverlay .codelens-decoration', { hasText: 'Check again' }).first().waitFor();

    await workbench.runCommand('Gradient Lens: Clear Results');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    const cell = page.locator('.cell-list-container .code-cell-row.focused');
    await cell.getByRole('button', { name: 'Check Gradients up to This Cell' }).click();
    await workbench.statusBar(/2 of 4 gradients wrong/);
    await workbench.dispose();
  });
});

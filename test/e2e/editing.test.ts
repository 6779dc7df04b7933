import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from '../support';

const check = 'Gradient Lens: Check Gradients';
/** Right, and wrong in one line. */
const cubic = (gradient: string) =>
  `parameters:\n  theta: 1\ncost: theta ^ 3\ngradients:\n  theta: ${gradient}\n`;

describe('checking while editing', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'wrong.gradient.yaml': cubic('2 * theta ^ 2'),
        'right.gradient.yaml': cubic('3 * theta ^ 2'),
        'broken.gradient.yaml': cubic('3 * (theta ^ 2'),
      },
    });
  });

  const marks = (text: string | RegExp) =>
    workbench.editor.locator('.view-lines').filter({ hasText: text }).first();
  const squiggles = () => workbench.editor.locator('.squiggly-error').count();

  it('marks the wrong line, and turns the mark hollow as soon as the text changes', async () => {
    await workbench.openFile('wrong.gradient.yaml');
    await workbench.runCommand(check);
    await workbench.statusBar(/✗ Gradient wrong/);
    await workbench.openFile('wrong.gradient.yaml', 1);
    assert.ok((await squiggles()) > 0);
    await workbench.type('# a comment\n');
    await workbench.editor.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await workbench.statusBar(/○ Gradient wrong/);
  });

  it('keeps the results of several files apart', async () => {
    await workbench.openFile('right.gradient.yaml');
    await workbench.runCommand(check);
    await workbench.statusBar(/✓/);
    assert.equal(await squiggles(), 0);
    await workbench.openFile('wrong.gradient.yaml');
    await workbench.runCommand(check);
    await workbench.statusBar(/✗/);
    await workbench.openFile('right.gradient.yaml');
    await workbench.statusBar(/✓/);
  });

  it('says in one sentence why a file cannot be checked, at its line', async () => {
    await workbench.openFile('broken.gradient.yaml');
    await workbench.runCommand(check);
    const problem = await workbench.problem(/could not be checked/);
    assert.match(problem, /Ln 5/);
    assert.doesNotMatch(problem, /Error:|at .*\.ts/);
  });

  it('is cleared by command', async () => {
    await workbench.openFile('wrong.gradient.yaml');
    await workbench.runCommand(check);
    await workbench.statusBar(/✗/);
    await workbench.runCommand('Gradient Lens: Clear Results');
    await workbench.openFile('wrong.gradient.yaml');
    await workbench.editor.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    assert.equal(await marks(/✗/).count(), 0);
  });

  after(() => workbench.dispose());
});

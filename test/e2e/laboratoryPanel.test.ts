import { strict as assert } from 'node:assert';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser';
import { openLaboratory } from './laboratoryPanel.page';

describe('the laboratory in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: Awaited<ReturnType<typeof openLaboratory>>;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());
  afterEach(() => panel.close());

  const open = async (options: Parameters<typeof openLaboratory>[1] = {}) => {
    panel = await openLaboratory(browser, options);
    panel.page.setDefaultTimeout(20_000);
    return panel.page;
  };
  const answer = (pattern: RegExp) => panel.page.locator('h1', { hasText: pattern }).waitFor();
  const fact = (pattern: RegExp) => panel.page.locator('.facts', { hasText: pattern }).waitFor();

  it('runs the first example of the textbook in its worker', async () => {
    const page = await open();
    await answer(/Activations explode: 1\.50.×.per layer, 2\.6.×.10²⁶.* over 150 layers/);
    assert.equal(page.workers().length, 1);
    assert.deepEqual(await panel.sent(), [{ type: 'ready' }]);
    assert.equal(
      await page.getByRole('button', { name: 'Linear, 1.5·I' }).getAttribute('aria-pressed'),
      'true',
    );
  });

  it('runs anew when a setting changes, and keeps it', async () => {
    const page = await open();
    await answer(/explode/);
    await page.getByRole('button', { name: 'Linear, 0.5·I' }).click();
    await answer(/vanish/);
    await page.getByRole('spinbutton', { name: 'Layers' }).fill('12');
    await fact(/12 layers/);
    await page.getByRole('spinbutton', { name: 'Units' }).fill('20');
    await fact(/20 units/);
    assert.equal(await page.getByText('Your own settings.').count(), 1);
    const kept: unknown = await page.evaluate('window.kept');
    await panel.close();
    const again = await open({ kept });
    await fact(/12 layers\s*20 units/);
    assert.equal(await again.getByRole('spinbutton', { name: 'Factor' }).inputValue(), '0.5');
  });

  it('lets the newest settings win over a run under way', async () => {
    const page = await open();
    await answer(/explode/);
    await page.getByRole('spinbutton', { name: 'Layers' }).fill('1000');
    await page.getByRole('spinbutton', { name: 'Units' }).fill('150');
    await page.locator('.progress.running').waitFor();
    await page.getByRole('spinbutton', { name: 'Layers' }).fill('3');
    await page.getByRole('spinbutton', { name: 'Units' }).fill('4');
    await fact(/3 layers\s*4 units/);
    assert.equal(await page.locator('.progress.running').count(), 0);
  });

  it('shows where numbers leave their format', async () => {
    const page = await open();
    await answer(/explode/);
    await page.getByLabel('Format').selectOption('float16');
    await page
      .locator('.overflow', { hasText: /At layer 2\d the activations overflow float16 and become ∞/ })
      .waitFor();
    assert.ok((await page.locator('.profile svg .line-label').allTextContents()).includes('∞'));
  });

  it('says what a field may hold, and runs nothing else', async () => {
    const page = await open();
    await answer(/explode/);
    await page.getByRole('spinbutton', { name: 'Layers' }).fill('1001');
    assert.equal(await page.locator('.status').innerText(), 'Layers is a whole number from 1 to 1000.');
    assert.equal(await page.getByRole('spinbutton', { name: 'Layers' }).getAttribute('aria-invalid'), 'true');
    assert.match(await page.locator('.facts').innerText(), /150 layers/);
  });

  it('goes to the model, copies and saves', async () => {
    const page = await open();
    await answer(/explode/);
    await page.getByRole('button', { name: 'Show the open model' }).click();
    assert.deepEqual((await panel.sent()).at(-1), { type: 'command', command: 'showActivations' });
    await page.getByRole('button', { name: 'Save or copy: Scale through depth' }).click();
    await page.getByRole('menuitem', { name: 'Save table as CSV' }).click();
    const saved = (await panel.sent()).at(-1);
    assert.ok(saved?.type === 'save' && saved.name === 'laboratory-depth-profile.csv');
    assert.equal(saved.text.split('\r\n').length, 1 + 151 + 1);
  });

  it('has a name for every control, chart and table', async () => {
    const page = await open();
    await answer(/explode/);
    const nameless = await page.evaluate(`
      [...document.querySelectorAll('button, input, select, [role=grid], [role=application], table, [role=group]')]
        .filter((node) => !node.hidden && node.closest('[hidden]') === null)
        .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML.slice(0, 120))`);
    assert.deepEqual(nameless, []);
    const bare = await page.evaluate(`
      [...document.querySelectorAll('.grid [role=row]')].filter((row) => !row.hasAttribute('aria-rowindex')).length +
      [...document.querySelectorAll('svg')].filter((svg) => svg.getAttribute('aria-hidden') !== 'true').length`);
    assert.equal(bare, 0);
  });

  for (const width of [320, 900])
    it(`is no wider than ${width} pixels, and does not jump while it computes`, async () => {
      const page = await open({ width });
      await answer(/explode/);
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);
      const top = async () => (await page.locator('.profile svg').first().boundingBox())!.y;
      const before = await top();
      await page.getByRole('spinbutton', { name: 'Seed' }).fill('2');
      await page.locator('.progress.running').waitFor();
      assert.equal(await top(), before);
    });
});

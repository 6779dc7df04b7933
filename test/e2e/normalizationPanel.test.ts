import { strict as assert } from 'node:assert';
import type { Browser } from 'playwright-core';
import type { NormalizationReport } from '../../src/protocol/normalization';
import type { NormalizationPanelState } from '../../src/protocol/normalizationPanel';
import { launchBrowser } from '../support/browser';
import { file, own, raw, right, table, wide } from '../support/normalizationReports';
import { openPanel, type PanelPage } from './normalizationPanel.page';

const shown = (report: NormalizationReport, stale = false): NormalizationPanelState => ({
  kind: 'report',
  file: report.file,
  report,
  stale,
});
const everything = { open: ['notes', 'whose', 'splits', 'cost', 'scatter'] };

describe('the normalization panel in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());
  afterEach(() => panel.close());

  const open = async (state: NormalizationPanelState, options: Parameters<typeof openPanel>[1] = {}) => {
    panel = await openPanel(browser, options);
    panel.page.setDefaultTimeout(8_000);
    await panel.show(state);
    return panel.page;
  };
  const text = (selector: string) => panel.text(selector);
  const last = async () => (await panel.sent()).at(-1);
  const names = () => panel.page.locator('.grid-body .grid-row .name').allInnerTexts();

  it('says it is ready, and answers in one sentence', async () => {
    await open(shown(own));
    assert.deepEqual((await panel.sent())[0], { type: 'ready' });
    assert.match(await text('h1'), /X_test was normalized with its own mean and standard deviation$/);
    assert.match(await text('.splits-read'), /X_train\s+16.512 × 8\s+float64\s+line 12/);
    assert.match(await text('.split-words'), /X_test\s+✗ its own/);
    await panel.page.getByRole('button', { name: 'line 21' }).click();
    assert.deepEqual(await last(), { type: 'reveal', place: { file, line: 21, column: 10 } });
  });

  it('sends what its buttons say', async () => {
    const page = await open(shown(raw));
    await page.getByRole('button', { name: 'Refresh' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    await page.getByRole('button', { name: 'Insert snippet' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'insertSnippet' });
    for (const [item, command] of [
      ['As NumPy code', 'copyNumpy'],
      ['As JSON', 'copyJson'],
      ['As a scikit-learn StandardScaler', 'copyScikitLearn'],
    ] as const) {
      await page.getByRole('button', { name: 'Copy μ and σ' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      assert.deepEqual(await last(), { type: 'command', command });
    }
    await page.getByRole('button', { name: 'features first' }).click();
    const view = { orientation: 'features-first', channelAxis: null };
    assert.deepEqual(await last(), { type: 'view', view });
    await page.keyboard.press('Escape');
    assert.deepEqual(await last(), { type: 'command', command: 'showFile' });
    await panel.show(shown(table));
    assert.equal(await page.getByRole('button', { name: 'Insert snippet' }).count(), 0);
  });

  it('shows images by channel when it is asked to', async () => {
    const page = await open(shown(wide(300)));
    await page.getByRole('button', { name: 'by channel' }).click();
    const view = { orientation: 'examples-first', channelAxis: 3 };
    assert.deepEqual(await last(), { type: 'view', view });
  });

  it('goes through the table by keys, and opens a feature', async () => {
    const page = await open(shown(raw));
    const grid = page.getByRole('grid', { name: 'Features' });
    assert.equal(await grid.getAttribute('aria-rowcount'), '9');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = await grid.getAttribute('aria-activedescendant');
    assert.match(await text(`#${active}`), /^average_occupancy/);
    await page.keyboard.press('Enter');
    assert.match(await text('.feature-detail'), /X_test differs from X_train in/);
    assert.match(await text('.feature-detail'), /q of the shape\s+–\s+0\.40\s+1\.0 × 10⁻⁹/);
    assert.equal(await page.locator('.grid-row[aria-expanded=true]').count(), 1);
    await page.keyboard.press('End');
    assert.match(await text('.grid-row.active'), /^median_income/);
    await page.keyboard.press('Home');
    assert.match(await text('.grid-row.active'), /^population/);
    await page.locator('.grid-row', { hasText: 'average_occupancy' }).click();
    assert.equal(await page.locator('.feature-detail').count(), 0);
  });

  it('is sorted and filtered', async () => {
    const page = await open(shown(raw));
    await page.getByRole('button', { name: 'μ', exact: true }).click();
    assert.equal((await names())[0], 'population');
    assert.equal(await page.locator('[aria-sort=descending]').innerText(), 'μ ↓');
    await page.getByRole('button', { name: 'μ', exact: true }).press('Enter');
    assert.equal((await names())[0], 'longitude');
    await page.getByRole('searchbox').fill('itude');
    assert.deepEqual(await names(), ['longitude', 'latitude']);
    assert.equal(await text('.filters [role=status]'), '2 of 8 features');
    await page.getByRole('searchbox').fill('nothing');
    await page.getByRole('button', { name: 'Show all features' }).click();
    assert.equal((await names()).length, 8);
    await panel.show(shown(table));
    await page.getByRole('combobox').selectOption('constant');
    assert.deepEqual(await names(), ['constant']);
  });

  it('saves the table as it is shown, and every chart as a picture and a table', async () => {
    const page = await open(shown(raw), { kept: { ...everything, file, expanded: 4 } });
    await page.getByRole('searchbox').fill('itude');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Save table of features' }).click();
    const saved = await last();
    assert.ok(saved?.type === 'save' && saved.name === 'model-features.csv');
    assert.equal(saved.text.split('\r\n').length, 1 + 2 * 3 + 1);
    await page.getByRole('searchbox').fill('');
    const menus = page.getByRole('button', { name: /^Save or copy/ });
    const charts = await menus.count();
    assert.equal(charts, 10);
    for (let i = 0; i < charts; i++) {
      await menus.nth(i).click();
      await page.getByRole('menuitem', { name: 'Save chart as SVG' }).click();
      const picture = await last();
      assert.ok(picture?.type === 'save' && /^model-.*\.svg$/.test(picture.name));
      assert.match(picture.text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.doesNotMatch(picture.text, /var\(|class="|NaN/);
      await menus.nth(i).click();
      await page.getByRole('menuitem', { name: 'Save table as CSV' }).click();
      const numbers = await last();
      assert.ok(numbers?.type === 'save' && numbers.name === picture.name.replace('.svg', '.csv'));
      assert.ok(numbers.text.split('\r\n').length > 3);
    }
  });

  it('reads charts out by keys, and has a table behind each', async () => {
    const page = await open(shown(raw), { kept: { ...everything, file } });
    const read = async (title: string, key: string) => {
      const figure = page.getByRole('figure', { name: title, exact: true });
      await figure.getByRole('application').focus();
      await page.keyboard.press(key);
      return figure.locator('.read-out').innerText();
    };
    assert.match(await read('Deviation of μ from 0 and of σ from 1', 'Home'), /^X_train, by itself/);
    assert.match(await read('Means', 'End'), /^\S+, X_test: μ = .* off by .* σ, q = /);
    assert.match(await read('Standard deviations', 'ArrowRight'), /σ = /);
    assert.equal(
      await read('Cost, data as they are', 'Home'),
      'Step 0: 1.00 along the steepest, 1.00 along the flattest direction',
    );
    assert.match(await read('Eigenvalues of XXᵀ∕m', 'End'), /^normalized: eigenvalue 8 is 0\.3000/);
    assert.match(await read('Cost against step', 'End'), /^normalized: after 20 steps/);
    assert.match(await read('As they are', 'Home'), /^population .*, average_bedrooms /);
    for (const summary of await page.locator('.behind summary').all()) await summary.click();
    await page.locator('.behind table').nth(8).waitFor();
    assert.equal(await page.locator('.behind table').count(), 9);
    assert.match(await text('.behind table'), /X_test\s+not normalized/);
  });

  it('shows two other features against each other', async () => {
    const page = await open(shown(raw), { kept: { ...everything, file } });
    await page.getByLabel('Across').fill('latitude');
    await page.getByLabel('Across').press('Enter');
    const figure = page.getByRole('figure', { name: 'As they are', exact: true });
    await figure.getByRole('application').focus();
    await page.keyboard.press('Home');
    assert.match(await figure.locator('.read-out').innerText(), /^latitude .*, average_bedrooms /);
    await page.getByLabel('Upwards').fill('no such feature');
    await page.getByLabel('Upwards').press('Enter');
    assert.equal(await page.getByLabel('Upwards').inputValue(), 'average_bedrooms');
  });

  it('stays as the reader arranged it, over a refresh and over a reload', async () => {
    const page = await open(shown(raw));
    await page.getByRole('button', { name: 'σ', exact: true }).click();
    await page.getByRole('searchbox').fill('a');
    await page.locator('.grid-row', { hasText: 'latitude' }).click();
    await page.getByText('Two features against each other').click();
    const order = await names();
    await panel.show({ kind: 'working', file, progress });
    await panel.show(shown(right));
    assert.match(await text('.feature-detail h3'), /latitude/);
    const kept: unknown = await page.evaluate('window.kept');
    await panel.close();
    await open(shown(raw), { kept });
    assert.deepEqual(await names(), order);
    assert.match(await text('.feature-detail h3'), /latitude/);
    assert.ok(await panel.page.getByLabel('Across').isVisible());
  });

  it('says that it is from before an edit', async () => {
    const page = await open(shown(raw, true));
    assert.match(await text('.banner'), /before your edit/);
    await page.locator('.banner').getByRole('button', { name: 'Refresh' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    await panel.post({ type: 'stale', stale: false });
    await page.locator('.banner').waitFor({ state: 'hidden' });
  });

  const progress = { stage: 'Reading X_train', done: 0, total: null, secondsLeft: null, splits: [] };

  it('fills in while it is reading, and keeps the focus on Cancel', async () => {
    const page = await open({ kind: 'working', file, progress });
    await page.getByRole('button', { name: 'Cancel' }).focus();
    const splits = [{ name: 'X_train', shape: [60_000, 784] }];
    const next = { ...progress, done: 12_000, total: 60_000, secondsLeft: 12, splits };
    await panel.show({ kind: 'working', file, progress: next });
    assert.match(await text('.counts'), /12.000 of 60.000 examples · about 12 s left/);
    assert.match(await text('[aria-current=step]'), /X_train 60.000 × 784/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'command', command: 'cancel' });
  });

  it('says what could not be read, where, and what to do', async () => {
    const csv = '/data/ragged.csv';
    const problem = {
      code: 'ragged',
      message: 'It has 7 fields.',
      file: csv,
      line: 12,
      column: 1,
      details: '',
    };
    const page = await open({ kind: 'problem', file: csv, problem });
    assert.match(await text('h1'), /The inputs of ragged\.csv could not be read/);
    await page.getByRole('button', { name: 'line 12' }).click();
    assert.deepEqual(await last(), { type: 'reveal', place: { file: csv, line: 12, column: 1 } });
    await panel.show({ kind: 'cancelled', file });
    await page.getByRole('button', { name: 'Read again' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    await panel.show({ kind: 'empty' });
    assert.ok(await page.getByRole('button', { name: 'Show statistics' }).isVisible());
  });

  it('has a name for every control, chart and table', async () => {
    const page = await open(shown(raw), { kept: { ...everything, file, expanded: 4 } });
    const nameless = await page.evaluate(`
      [...document.querySelectorAll('button, input, select, [role=grid], [role=application], table, [role=group]')]
        .filter((node) => !node.hidden && node.closest('[hidden]') === null)
        .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML.slice(0, 120))`);
    assert.deepEqual(nameless, []);
    const headings = await page.evaluate(
      `[...document.querySelectorAll('h1,h2,h3')].map((node) => Number(node.tagName[1]))`,
    );
    assert.equal((headings as number[])[0], 1);
    const bare = await page.evaluate(`
      [...document.querySelectorAll('.grid [role=row]')].filter((row) => !row.hasAttribute('aria-rowindex')).length +
      [...document.querySelectorAll('svg')].filter((svg) => svg.getAttribute('aria-hidden') !== 'true').length`);
    assert.equal(bare, 0);
  });

  for (const width of [320, 500, 900, 1600])
    for (const report of [raw, table])
      it(`never scrolls sideways at ${width} px: ${report.sentence}`, async () => {
        const page = await open(shown(report), {
          width,
          kept: { ...everything, file: report.file, expanded: 3 },
        });
        const beyond = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.ok((beyond as number) <= 0, `${String(beyond)} px too wide`);
      });

  it('scrolls smoothly through 100 000 features', async () => {
    const page = await open(shown(right));
    await panel.show(shown(wide(100_000)));
    const grid = page.getByRole('grid', { name: 'Features' });
    await grid.waitFor();
    assert.equal(await grid.getAttribute('aria-rowcount'), '100001');
    const frames = (await page.evaluate(`(async () => {
      const grid = document.querySelector('.grid');
      const rows = [];
      const work = [];
      const next = window.requestAnimationFrame.bind(window);
      // What the panel does in a frame, with the layout that follows from it.
      window.requestAnimationFrame = (draw) => next((time) => {
        const began = performance.now();
        draw(time);
        grid.getBoundingClientRect();
        work.push(performance.now() - began);
      });
      for (let i = 0; i < 120; i++) {
        // Every other frame a wheel's step, between them a jump.
        grid.scrollTop += i % 2 === 0 ? 120 : 20_011;
        await new Promise((done) => next(() => next(done)));
        rows.push(grid.querySelectorAll('.grid-row').length);
      }
      return { most: Math.max(...rows), work: work.sort((a, b) => a - b), top: grid.scrollTop };
    })()`)) as { most: number; work: number[]; top: number };
    assert.ok(frames.top > 1_000_000);
    assert.ok(frames.most <= 60, `${frames.most} rows in the document`);
    assert.ok(frames.work.length >= 100);
    const median = frames.work[frames.work.length >> 1]!;
    // Some 8 ms where the machine has nothing else to do.
    assert.ok(median < 33, `${median} ms of work in a frame`);
    await grid.focus();
    await page.keyboard.press('End');
    assert.match(await text('.grid-row.active'), /^\[99999\]/);
    await page.getByRole('searchbox').fill('[4321]');
    assert.deepEqual(await names(), ['[4321]']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'differs between splits' }).click();
    assert.match(await text('.filters [role=status]'), /^1.000 of 100.000 features$/);
  });
});

import { strict as assert } from 'node:assert';
import type { Browser } from 'playwright-core';
import type { GradientPanelState } from '../../src/protocol/panels';
import type { Report } from '../../src/protocol/report';
import { launchBrowser } from '../support/browser';
import { layers } from '../unit/media/layerReports';
import * as reports from '../unit/media/reports';
import { openPanel, type PanelPage } from './gradientPanel.page';

const file = reports.right.file;
const shown = (report: Report, changes: { stale?: boolean; focus?: string } = {}): GradientPanelState => ({
  kind: 'report',
  file,
  report,
  stale: changes.stale ?? false,
  focus: changes.focus === undefined ? null : { subject: null, tensor: changes.focus },
});

describe('the gradient panel in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());
  afterEach(() => panel.close());

  const open = async (state: GradientPanelState, options: Parameters<typeof openPanel>[1] = {}) => {
    panel = await openPanel(browser, options);
    await panel.show(state);
    return panel.page;
  };
  const text = (selector: string) => panel.text(selector);
  const last = async () => (await panel.sent()).at(-1);

  it('says it is ready, and answers in one sentence', async () => {
    await open(shown(reports.twoWrong));
    assert.deepEqual((await panel.sent())[0], { type: 'ready' });
    assert.match(await text('h1'), /2 of 6 gradients are wrong/);
    assert.match(await text('.detail h2'), /^b1/); // the worst is shown first
  });

  it('shows the tensor that a link named', async () => {
    await open(shown(reports.twoWrong, { focus: 'W2' }));
    assert.match(await text('.detail h2'), /^W2/);
    assert.equal(await text('tr[aria-selected=true] th'), 'W2');
    assert.equal(await panel.page.locator('.line-label.wrong').textContent(), 'slope 3.00');
  });

  it('lists the checks of a file, the worst chosen; arrows and clicks choose another', async () => {
    const page = await open(shown(layers));
    assert.match(await text('h1'), /1 of 4 layers is wrong: relu/);
    assert.equal(await text('.checks tr[aria-selected=true] th'), 'relu');
    assert.equal(await text('.check-head h2'), 'relu');
    await page.locator('.checks tr[aria-selected=true]').press('ArrowDown');
    assert.match(await text('.check-head'), /lstm was not checked/);
    await page.getByRole('button', { name: 'Insert model contract' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'insertContract' });
    await page.locator('.checks tr').getByText('reversal').click();
    assert.match(await text('.detail'), /as declared/);
    await page.locator('.checks tr[aria-selected=true]').press('Enter');
    assert.deepEqual(await last(), {
      type: 'reveal',
      place: { file: layers.file, line: 40, column: 11 },
    });
  });

  it('remembers which check was chosen, and shows the one that a link names', async () => {
    const state = { ...shown(layers), file: layers.file };
    const page = await open(state);
    await page.locator('.checks tr').getByText('affine').click();
    const kept: unknown = await page.evaluate('window.kept');
    await panel.close();
    await open(state, { kept });
    assert.equal(await text('.check-head h2'), 'affine');
    await panel.show({ ...state, focus: { subject: 'reversal', tensor: 'x' } } as GradientPanelState);
    assert.equal(await text('.check-head h2'), 'reversal');
  });

  it('goes through the axis by keys, and to the line by Enter', async () => {
    const page = await open(shown(reports.twoWrong));
    await page.locator('.axis-chart').focus();
    await page.keyboard.press('ArrowLeft');
    assert.match(await text('.axis .read-out'), /^W2/);
    assert.match(await text('.detail h2'), /^W2/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'reveal', place: { file, line: 35, column: 11 } });
    await page.keyboard.press('Escape');
    assert.deepEqual(await last(), { type: 'command', command: 'showFile' });
  });

  it('goes through the table by keys, and sorts it', async () => {
    const page = await open(shown(reports.twoWrong));
    await page.locator('.tensors tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await text('tr[aria-selected=true] th'), 'W1');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'reveal', place: { file, line: 37, column: 11 } });
    await page.getByRole('button', { name: 'tensor' }).press('Enter');
    assert.deepEqual(await page.locator('.tensors tbody th').allInnerTexts(), [
      'b1',
      'b2',
      'b3',
      'W1',
      'W2',
      'W3',
    ]);
    assert.equal(await page.locator('th[aria-sort=ascending]').innerText(), 'tensor ↑');
    assert.equal(
      await page.evaluate(
        () =>
          (globalThis as unknown as { document: { activeElement: { textContent: string } } }).document
            .activeElement.textContent,
      ),
      'tensor ↑',
    );
  });

  it('reads the component under the arrow keys and the pointer', async () => {
    const page = await open(shown(reports.singleEntry));
    await page.locator('.heat-chart').focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const heat = page.locator('figure:has(.heat-chart) .read-out');
    assert.match(
      await heat.innerText(),
      /\[1, 2\]\s+computed .+\s+numerical .+\s+difference .+\s+ratio 1\.000/,
    );
    assert.equal(await heat.getAttribute('aria-live'), 'polite');
    // The scatter shows the same component, silently.
    const points = page.locator('figure:has(.scatter-chart) .read-out');
    assert.match(await points.innerText(), /\[1, 2\]/);
    assert.equal(await points.getAttribute('aria-live'), 'off');
    await page.locator('.components tbody tr').first().hover();
    assert.match(await heat.innerText(), /\[11, 7\].*ratio −1\.000/s);
    await page.locator('.scatter-chart').focus();
    await page.keyboard.press('End');
    assert.equal(await points.getAttribute('aria-live'), 'polite');
  });

  it('saves tables and pictures from a menu that works by keys', async () => {
    const page = await open(shown(reports.twoWrong));
    const more = page.getByRole('button', { name: 'More actions' });
    await more.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const table = await last();
    assert.ok(table?.type === 'save' && table.name === 'model-gradients.csv');
    assert.equal(table.text.split('\r\n').length, 8);
    for (const [name, expected] of [
      ['verdicts', 'model-verdicts.svg'],
      ['heatmap', 'model-b1-heatmap.svg'],
      ['scatter', 'model-b1-scatter.svg'],
    ] as const) {
      await more.click();
      await page.getByRole('menuitem', { name: `Save ${name}` }).click();
      const picture = await last();
      assert.ok(picture?.type === 'save' && picture.name === expected);
      assert.match(picture.text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.doesNotMatch(picture.text, /var\(|class="/);
    }
    await more.click();
    await page.keyboard.press('Escape');
    assert.equal(await more.getAttribute('aria-expanded'), 'false');
    assert.notDeepEqual(await last(), { type: 'command', command: 'showFile' });
  });

  it('draws the error against the step, and reads it by keys and pointer', async () => {
    const page = await open(shown(reports.singleEntry));
    const figure = page.locator('figure[aria-label="Error against the step"]');
    assert.match(await figure.locator('.note').innerText(), /At ε = 1\.0 × 10⁻⁵ a two-sided derivative/);
    const labels = await figure.locator('svg .line-label').allTextContents();
    for (const name of [
      'two-sided',
      'one-sided',
      'Richardson',
      'complex step',
      'slope 1',
      'slope 2',
      'rounding',
    ])
      assert.ok(labels.includes(name), name);
    assert.ok(labels.includes('chosen ε = 1.0 × 10⁻⁵') && labels.includes('textbook’s 10⁻⁷'));
    await figure.locator('.chart').focus();
    await page.keyboard.press('Home');
    assert.match(
      await figure.locator('.read-out').innerText(),
      /^ε = 1\.0 × 10⁻¹²: one-sided .+ · two-sided/,
    );
    await page.keyboard.press('ArrowRight');
    assert.match(await figure.locator('.read-out').innerText(), /^ε = 1\.0 × 10⁻¹¹: /);
    await page.keyboard.press('End');
    assert.match(await figure.locator('.read-out').innerText(), /^ε = 1\.0 × 10⁻¹: /);
    await figure.locator('summary').click();
    await figure.locator('.behind tbody tr').nth(11).waitFor();
    assert.equal(await figure.locator('.behind tbody tr').count(), 12);
    const more = figure.getByRole('button', { name: /Save or copy/ });
    await more.click();
    await page.getByRole('menuitem', { name: 'Save table as CSV' }).click();
    const table = await last();
    assert.ok(table?.type === 'save' && table.name === 'model-W1-step.csv');
    assert.match(table.text, /^step,one-sided,two-sided,Richardson,complex step,rounding\r\n0\.1,/);
    await more.click();
    await page.getByRole('menuitem', { name: 'Copy table as Markdown' }).click();
    assert.equal((await last())?.type, 'copy');
    await more.click();
    await page.getByRole('menuitem', { name: 'Save chart as SVG' }).click();
    const picture = await last();
    assert.ok(picture?.type === 'save' && picture.name === 'model-W1-step.svg');
    assert.doesNotMatch(picture.text, /var\(|class="/);
  });

  it('says why there is no sweep, or none that can be drawn', async () => {
    await open(shown(reports.twoWrong));
    assert.match(await text('.without-sweep'), /No step was chosen by itself/);
    const [check] = reports.singleEntry.checks;
    const lost = reports.stepSweep({ curves: [{ scheme: 'central', errors: [NaN, NaN] }] });
    const tensors = check!.tensors.map((tensor) => ({ ...tensor, stepSweep: lost }));
    await panel.show(shown({ ...reports.singleEntry, checks: [{ ...check!, tensors, seconds: 1 }] }));
    assert.match(await text('.without-sweep'), /the cost was not finite at any step/);
  });

  it('draws what was checked as a whole as blocks, and reads them', async () => {
    const page = await open(shown(reports.byBlocks(), { focus: 'W1' }));
    const heat = page.locator('figure:has(.heat-chart)');
    assert.match(
      await heat.locator('.note').innerText(),
      /Blocks were checked as a whole; 64 of 200.704 components/,
    );
    assert.match(await heat.locator('.note').innerText(), /The budget ended the search/);
    assert.equal(await page.locator('.heat-chart .block.disagrees').count(), 2); // and one in the legend
    await page.locator('.heat-chart').focus();
    await page.keyboard.press('ArrowDown');
    assert.match(
      await heat.locator('.read-out').innerText(),
      /\[0, 0\].*its block \[0…127, 0…783\] agrees: ‖g − ĝ‖ is at most 2\.1 × 10⁻⁹/s,
    );
    assert.match(await text('.scatter-chart + .note'), /The 64 of 200.704 components/);
    assert.match(await text('.detail'), /with 95% certainty between/);
    await page.locator('.tensors tbody tr', { hasText: 'b1' }).click();
    assert.match(await text('.detail'), /No component was checked by itself/);
    await page.locator('.tensors tbody tr', { hasText: 'kernel' }).click();
    assert.match(await text('.detail'), /its components were only sampled/);
    await page.getByText('How sure').click();
    assert.match(await text('.terms'), /adaptive/);
    assert.match(await text('.terms'), /two-sided \(central\)/);
    assert.match(await text('.terms'), /the budget ended the search in W1/);
  });

  it('sets the verdicts of several moments side by side', async () => {
    for (const width of [420, 1000]) {
      const page = await open(shown(reports.moments), { width });
      assert.deepEqual(await page.locator('.checks tbody th').allInnerTexts(), [
        'at the start',
        'after 10 steps',
        'at 10 × the parameters',
      ]);
      assert.match(await text('.checks tbody tr'), /correct.*0\.6931/s);
      assert.equal(await text('.checks tr[aria-selected=true] th'), 'after 10 steps');
      assert.match(await text('.check-head h2'), /After 10 steps\s*learning rate 0\.1/);
      assert.match(await text('.elsewhere'), /correct at the start/);
      await page.locator('.checks tr[aria-selected=true]').press('ArrowUp');
      assert.match(await text('.check-head h2'), /^At the start/);
      await page.locator('.tensors:not(.checks) tbody tr', { hasText: 'W2' }).click();
      assert.match(await text('.detail'), /^W2/);
      await page.locator('.checks tr[aria-selected=true]').press('ArrowDown');
      assert.match(await text('.detail'), /^W2/);
      if (width === 420) await panel.close();
    }
  });

  it('stays as the reader arranged it, over an edit and over a reload', async () => {
    const page = await open(shown(reports.deep));
    await page.getByRole('button', { name: 'Show all 24 tensors' }).click();
    assert.equal(await page.locator('.tensors tbody tr').count(), 24);
    await page.locator('.tensors tbody tr', { hasText: 'W7' }).click();
    await page.getByText('How sure').click();
    await page.getByRole('button', { name: 'Stretch' }).click();
    await panel.show(shown(reports.deep, { stale: true }));
    assert.ok(await page.locator('.banner').isVisible());
    assert.match(await text('.detail h2'), /^W7/);
    // An edit that is undone comes without the report.
    await panel.post({ type: 'stale', stale: false });
    await page.locator('.banner').waitFor({ state: 'hidden' });
    const kept = await page.evaluate(() => (globalThis as unknown as { kept: unknown }).kept);
    await panel.close();
    await open(shown(reports.deep), { kept });
    assert.match(await text('.detail h2'), /^W7/);
    assert.equal(await panel.page.locator('.tensors tbody tr').count(), 24);
    assert.ok(await panel.page.getByText('noise of J').isVisible());
    assert.equal(await panel.page.locator('.toggle[aria-pressed=true]').innerText(), 'Stretch colours');
  });

  it('fills in while it is checking, and keeps the focus on Cancel', async () => {
    const progress = { stage: 'Loading the model', done: 0, total: null, secondsLeft: null, tensors: [] };
    const page = await open({ kind: 'checking', file, progress });
    await page.getByRole('button', { name: 'Cancel' }).focus();
    const next = {
      stage: 'Checking W1',
      done: 50,
      total: 200,
      secondsLeft: 12,
      tensors: [{ name: 'W1', shape: [5, 4] }],
    };
    await panel.show({ kind: 'checking', file, progress: next });
    assert.equal(await text('.counts'), '50 of 200 components · about 12 s left');
    assert.equal(await text('[aria-current=step]'), 'W1 5 × 4');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'command', command: 'cancel' });
  });

  it('says what could not be checked, where, and what to do', async () => {
    const problem = {
      code: 'no-cost',
      message: 'No cost was found. Return `J`.',
      file,
      line: 12,
      column: 3,
      details: '',
    };
    const page = await open({ kind: 'problem', file, problem });
    await page.getByRole('button', { name: 'line 12' }).click();
    assert.deepEqual(await last(), { type: 'reveal', place: { file, line: 12, column: 3 } });
    await page.getByRole('button', { name: 'Insert model contract' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'insertContract' });
    await panel.show({ kind: 'cancelled', file });
    await page.getByRole('button', { name: 'Check again' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'check' });
    await panel.show({ kind: 'empty' });
    assert.ok(await page.getByRole('button', { name: 'Check gradients' }).isVisible());
  });

  for (const width of [320, 500, 900, 1600])
    it(`never scrolls sideways at ${width} px`, async () => {
      const page = await open(shown(reports.deep), { width });
      for (const report of [reports.deep, reports.moments, reports.byBlocks()]) {
        await panel.show(shown(report));
        const wide = await page.evaluate(() => {
          const { documentElement } = (
            globalThis as unknown as {
              document: { documentElement: { scrollWidth: number; clientWidth: number } };
            }
          ).document;
          return documentElement.scrollWidth - documentElement.clientWidth;
        });
        assert.ok(wide <= 0, `${wide} px too wide`);
      }
    });

  it('draws a million components', async () => {
    const page = await open(shown(reports.right));
    await panel.show(shown(reports.large()));
    await page.locator('.heat-chart canvas').waitFor();
    assert.equal(await page.locator('.ring').count(), 1);
  });
});

import { strict as assert } from 'node:assert';
import type { Browser } from 'playwright-core';
import type { ActivationReport } from '../../src/protocol/activations';
import type { ActivationsPanelState, Questions } from '../../src/protocol/activationsPanel';
import {
  exploding,
  file,
  noQuestions,
  overflowing,
  right,
  single,
  sweep,
  thousand,
  vanishing,
  whatIf,
} from '../support/activationReports';
import { launchBrowser } from '../support/browser';
import { openPanel, type PanelPage } from './activationsPanel.page';

const shown = (
  report: ActivationReport,
  questions: Questions = noQuestions,
  stale = false,
): ActivationsPanelState => ({ kind: 'report', file: report.file, report, questions, stale });
const everything = { open: ['notes', 'layers', 'distribution', 'health', 'initialization', 'what-if'] };

describe('the activations panel in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());
  afterEach(() => panel.close());

  const open = async (state: ActivationsPanelState, options: Parameters<typeof openPanel>[1] = {}) => {
    panel = await openPanel(browser, options);
    panel.page.setDefaultTimeout(8_000);
    await panel.show(state);
    return panel.page;
  };
  const text = (selector: string) => panel.text(selector);
  const last = async () => (await panel.sent()).at(-1);
  const ask = (questions: Questions) => panel.post({ type: 'questions', questions });

  it('says it is ready, and answers in one sentence', async () => {
    const page = await open(shown(exploding));
    assert.deepEqual((await panel.sent())[0], { type: 'ready' });
    assert.match(await text('h1'), /^✗\s+Activations explode: 1\.50\s×\sper layer, 2\.6\s×\s10²⁶/);
    assert.match(await text('.facts'), /model\.py\s+150 layers\s+20 examples\s+38.400 parameters/);
    await page.getByRole('button', { name: 'model.py' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'showFile' });
  });

  it('sends what its buttons say', async () => {
    const page = await open(shown(right));
    await page.getByRole('button', { name: 'Run again' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    for (const [item, command] of [
      ['Save report as JSON', 'saveJson'],
      ['Open the laboratory', 'openLaboratory'],
    ] as const) {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      assert.deepEqual(await last(), { type: 'command', command });
    }
    await page.keyboard.press('Escape');
    assert.deepEqual(await last(), { type: 'command', command: 'showFile' });
  });

  it('reads the depth profile out by keys and pointer, and jumps to the line', async () => {
    const page = await open(shown(vanishing));
    const figure = page.getByRole('figure', { name: 'Scale through depth' });
    const chart = figure.getByRole('application');
    const read = () => figure.locator('.read-out').innerText();
    await chart.focus();
    await page.keyboard.press('Home');
    assert.match(await read(), /^Input X: A 1\.0/);
    await page.keyboard.press('End');
    assert.match(await read(), /^Layer 30, A30 \(ReLU\): A \S+, ∂J∕∂Z .* of 64 units dead · line 22$/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await read(), /^Layer 29,/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'reveal', place: { file, line: 22, column: 5 } });
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 150);
    assert.match(await read(), /^Layer [0-2],/);
  });

  it('names growth, limits, the first bad layer, and what is not finite', async () => {
    const page = await open(shown(exploding));
    const labels = (selector: string) => page.locator(`.profile ${selector}`).allInnerTexts();
    const drawn = () => page.locator('.profile svg .line-label').allTextContents();
    assert.ok((await drawn()).includes('A  1.50 × per layer'));
    assert.ok((await drawn()).includes('fp16 overflow'));
    assert.ok((await labels('.legend li')).includes('first bad layer'));
    await panel.show(shown(overflowing));
    const marks = await drawn();
    assert.ok(marks.includes('∞') && marks.filter((mark) => mark === 'NaN').length === 2, marks.join());
    assert.match(
      await text('.not-finite'),
      /The first ∞ is in Z30, in layer 30: 640 of 640 values\. line 21/,
    );
  });

  it('draws a thousand layers, and one', async () => {
    const page = await open(shown(thousand), { kept: { ...everything, file } });
    assert.equal(await page.getByRole('grid', { name: 'Layers' }).getAttribute('aria-rowcount'), '1002');
    assert.ok((await page.locator('.grid-body .grid-row').count()) < 40);
    await panel.show(shown(single));
    assert.equal((await page.locator('.profile svg').count()) > 0, true);
    assert.doesNotMatch(await page.locator('.profile').innerHTML(), /NaN/);
  });

  it('goes through the layers by keys, opens one, and sorts', async () => {
    const page = await open(shown(vanishing));
    const grid = page.getByRole('grid', { name: 'Layers' });
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.match(await text('.layer-detail'), /Layer 2, A2 \(ReLU\)/);
    assert.match(await text('.layer-detail table'), /∂J∕∂Z\s+dZ2\s+64 × 40/);
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.layer-detail').count(), 0);
    await page.getByRole('button', { name: 'RMS ∂J∕∂Z' }).click();
    assert.match(await text('.grid-body .grid-row .name'), /^30\s*A30/);
    assert.equal(await page.locator('[aria-sort=descending]').count(), 1);
    await page.locator('.grid-body .link').first().click();
    assert.equal((await last())?.type, 'reveal');
  });

  it('shows the distribution of activations, pre-activations or gradients', async () => {
    const page = await open(shown(right), { kept: { ...everything, file } });
    const figure = page.getByRole('figure', { name: 'Values by layer' });
    const read = () => figure.locator('.read-out').innerText();
    await figure.getByRole('application').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    assert.match(await read(), /^Layer 8, A8 \(identity\): .* of 60 values/);
    const before = await figure
      .locator('canvas')
      .evaluate((canvas) => (canvas as unknown as Canvas).toDataURL());
    await figure.getByRole('button', { name: '∂J∕∂Z' }).click();
    const after = await figure
      .locator('canvas')
      .evaluate((canvas) => (canvas as unknown as Canvas).toDataURL());
    assert.notEqual(before, after);
    assert.match(await figure.locator('svg').innerHTML(), /values of ∂J∕∂Z/);
  });

  it('asks what if, and shows what came of it', async () => {
    const page = await open(shown(vanishing), { kept: { ...everything, file } });
    await page.getByLabel('Initialization').selectOption('glorot');
    await page.getByLabel('Factor').fill('1.5');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const how = { kind: 'scheme', scheme: 'glorot', factor: 1.5 };
    assert.deepEqual(await last(), { type: 'whatIf', how });
    await page.getByLabel('Factor').fill('0');
    await page.getByRole('button', { name: 'Run', exact: true }).click({ force: true });
    assert.deepEqual(await last(), { type: 'whatIf', how });
    await page.getByRole('button', { name: 'Sweep the factor' }).click();
    assert.deepEqual(await last(), { type: 'sweep', scheme: 'glorot' });

    await ask({ ...noQuestions, asking: 'Running with Glorot × 1.5' });
    assert.match(await text('.asked'), /Running with Glorot × 1\.5 … Cancel/);
    await page.locator('.asked').getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'cancel' });

    await panel.show(shown(vanishing, { whatIf, sweep, asking: null }));
    assert.match(await text('.answer-block'), /^He: ✓ /);
    assert.ok((await page.locator('.profile .legend li').allInnerTexts()).includes('what if: He'));
    await page.getByRole('button', { name: 'Copy code' }).click();
    assert.deepEqual(await last(), { type: 'copy', text: whatIf.code });
    assert.match(await text('.sweep'), /1 of 13 factors of He keep the scale: 1\.0\./);
    await page.getByRole('button', { name: 'Clear' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'clearQuestions' });
    await ask(noQuestions);
    await page.locator('.answer-block').waitFor({ state: 'detached' });
    assert.ok(!(await page.locator('.profile .legend li').allInnerTexts()).includes('what if: He'));
    await ask({
      ...noQuestions,
      whatIf: {
        ...whatIf,
        profile: null,
        problem: {
          code: 'raised',
          message: 'It raised an error.',
          file,
          line: null,
          column: null,
          details: '',
        },
      },
    });
    assert.match(await text('.answer-block'), /He: This could not be run: It raised an error\./);
  });

  it('saves every chart as a picture and a table, and copies its table', async () => {
    const page = await open(shown(vanishing, { whatIf, sweep, asking: null }), {
      kept: { ...everything, file, predicted: true },
    });
    const menus = page.getByRole('button', { name: /^Save or copy/ });
    const charts = await menus.count();
    assert.equal(charts, 5);
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
      await menus.nth(i).click();
      await page.getByRole('menuitem', { name: 'Copy table as Markdown' }).click();
      const copied = await last();
      assert.ok(copied?.type === 'copy' && copied.text.startsWith('| '));
    }
    for (const summary of await page.locator('.behind summary').all()) await summary.click();
    await page
      .locator('.behind table')
      .nth(charts - 1)
      .waitFor();
    assert.equal(await page.locator('.behind table').count(), charts);
  });

  it('stays as the reader arranged it, over a reload', async () => {
    const page = await open(shown(vanishing));
    await page.getByRole('button', { name: 'prediction' }).click();
    await page.getByText('Unit health').click();
    await page.getByLabel('Initialization').selectOption('lsuv');
    assert.ok(await page.getByLabel('Factor').isHidden());
    const kept: unknown = await page.evaluate('window.kept');
    await panel.close();
    await open(shown(vanishing), { kept });
    assert.equal(
      await panel.page.getByRole('button', { name: 'prediction' }).getAttribute('aria-pressed'),
      'true',
    );
    assert.equal(await panel.page.getByLabel('Initialization').inputValue(), 'lsuv');
    assert.ok(await panel.page.getByRole('figure', { name: /^Dead, saturated/ }).isVisible());
  });

  it('says that it is from before an edit', async () => {
    const page = await open(shown(right, noQuestions, true));
    assert.match(await text('.banner'), /before your edit/);
    await page.locator('.banner').getByRole('button', { name: 'Run again' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    await panel.post({ type: 'stale', stale: false });
    await page.locator('.banner').waitFor({ state: 'hidden' });
  });

  it('has a next step in every state without a report', async () => {
    const page = await open({ kind: 'empty' });
    await page.getByRole('button', { name: 'Show activation scales' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    await page.getByRole('button', { name: 'Open the laboratory' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'openLaboratory' });
    const progress = { stage: 'Running the network', done: 0, total: null, secondsLeft: null };
    await panel.show({ kind: 'working', file, progress });
    await page.getByRole('button', { name: 'Cancel' }).focus();
    await panel.show({
      kind: 'working',
      file,
      progress: { ...progress, done: 40, total: 150, secondsLeft: 12 },
    });
    assert.match(await text('.counts'), /40 of 150 · about 12 s left/);
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'command', command: 'cancel' });
    await panel.show({ kind: 'cancelled', file });
    await page.getByRole('button', { name: 'Run again' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'refresh' });
    const problem = {
      code: 'not-started',
      message: 'No Python.',
      file,
      line: null,
      column: null,
      details: '',
    };
    await panel.show({ kind: 'problem', file, problem });
    await page.getByRole('button', { name: 'Choose interpreter' }).click();
    assert.deepEqual(await last(), { type: 'command', command: 'chooseInterpreter' });
  });

  it('has a name for every control, chart and table', async () => {
    const page = await open(shown(vanishing, { whatIf, sweep, asking: null }), {
      kept: { ...everything, file, expanded: 3 },
    });
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

  for (const width of [320, 400, 900])
    it(`is no wider than ${width} pixels`, async () => {
      const page = await open(shown(vanishing, { whatIf, sweep, asking: null }), {
        width,
        kept: { ...everything, file, expanded: 3 },
      });
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);
    });
});

interface Canvas {
  toDataURL(): string;
}

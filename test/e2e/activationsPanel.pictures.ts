import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ActivationsPanelState, Questions } from '../../src/protocol/activationsPanel';
import * as reports from '../support/activationReports';
import { launchBrowser } from '../support/browser';
import type { Theme } from '../support/panelPage';
import { openPanel } from './activationsPanel.page';
import { openLaboratory } from './laboratoryPanel.page';

/**
 * Pictures of the activations panel and of the laboratory, to be looked at:
 * `npx tsx test/e2e/activationsPanel.pictures.ts [FOLDER [NAME,…]]` after `npm run build`.
 */

const [folder = join('.cache', 'pictures'), only = ''] = process.argv.slice(2);
const { file, noQuestions } = reports;
const shown = (
  report: typeof reports.right,
  questions: Questions = noQuestions,
  stale = false,
): ActivationsPanelState => ({ kind: 'report', file: report.file, report, questions, stale });
const allOpen = { open: ['notes', 'layers', 'distribution', 'health', 'initialization', 'what-if'] };
const everyTheme = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

interface Picture {
  readonly state: () => ActivationsPanelState;
  readonly kept?: object;
  readonly widths?: readonly number[];
  readonly themes?: readonly Theme[];
}

const pictures: Readonly<Record<string, Picture>> = {
  exploding: { state: () => shown(reports.exploding), widths: [320, 400, 900, 1400], themes: everyTheme },
  vanishing: {
    state: () => shown(reports.vanishing, { whatIf: reports.whatIf, sweep: reports.sweep, asking: null }),
    kept: { ...allOpen, file, expanded: 2, predicted: true },
    widths: [320, 400, 900, 1400],
    themes: everyTheme,
  },
  right: { state: () => shown(reports.right), kept: { ...allOpen, file }, widths: [400, 900] },
  saturated: { state: () => shown(reports.saturated), kept: { ...allOpen, file } },
  thousand: { state: () => shown(reports.thousand), kept: { ...allOpen, file }, widths: [400, 900] },
  single: { state: () => shown(reports.single), kept: { ...allOpen, file } },
  overflowing: { state: () => shown(reports.overflowing), kept: { ...allOpen, file }, widths: [400, 900] },
  stale: { state: () => shown(reports.right, { ...noQuestions, asking: 'Running with He' }, true) },
  empty: { state: () => ({ kind: 'empty' }) },
  cancelled: { state: () => ({ kind: 'cancelled', file }) },
  problem: {
    state: () => ({
      kind: 'problem',
      file,
      problem: {
        code: 'raised',
        message: 'raised ValueError: shapes (5,3) and (4,20) not aligned. Make `W2` 5 × 4.',
        file,
        line: 21,
        column: 9,
        details: '',
      },
    }),
    widths: [320, 900],
  },
  working: {
    state: () => ({
      kind: 'working',
      file,
      progress: { stage: 'Running the network', done: 40, total: 150, secondsLeft: 12 },
    }),
    widths: [320, 900],
  },
};

const allFolds = { open: ['layers', 'distribution', 'health', 'initialization'] };
const small = { depth: 100, width: 60, examples: 40, bias: 0, seed: 1 };
const laboratories: Readonly<Record<string, object>> = {
  laboratory: {},
  halving: {
    settings: {
      ...small,
      depth: 200,
      activation: 'identity',
      how: { kind: 'identity', factor: 0.5 },
      format: 'float32',
    },
  },
  lost: {
    ...allFolds,
    settings: { ...small, activation: 'relu', how: { kind: 'factor', factor: 1 }, format: 'float16' },
  },
  flat: {
    ...allFolds,
    predicted: true,
    settings: { ...small, activation: 'tanh', how: { kind: 'factor', factor: 1 }, format: 'float32' },
  },
};

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  const wanted = (name: string) => only === '' || only.split(',').includes(name);
  for (const [name, { state, kept, widths = [900], themes = ['dark'] as const }] of Object.entries(
    pictures,
  )) {
    if (!wanted(name)) continue;
    for (const width of widths)
      for (const theme of themes) {
        if (theme !== 'dark' && width !== 900) continue;
        const panel = await openPanel(browser, { theme, width, ...(kept && { kept }) });
        await panel.show(state());
        await panel.page.screenshot({
          path: join(folder, `a-${name}-${theme}-${width}.png`),
          fullPage: true,
        });
        await panel.close();
      }
  }
  for (const [name, kept] of Object.entries(laboratories)) {
    if (!wanted(name)) continue;
    for (const width of [320, 400, 900, 1400])
      for (const theme of everyTheme) {
        if (name === 'laboratory' ? theme !== 'dark' && width !== 900 : theme !== 'dark' || width !== 900)
          continue;
        const laboratory = await openLaboratory(browser, { theme, width, kept });
        await laboratory.page.locator('.profile svg').first().waitFor();
        await laboratory.page.screenshot({
          path: join(folder, `l-${name}-${theme}-${width}.png`),
          fullPage: true,
        });
        await laboratory.close();
      }
  }
  await browser.close();
}

void main();

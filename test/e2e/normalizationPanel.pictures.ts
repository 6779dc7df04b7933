import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NormalizationPanelState } from '../../src/protocol/normalizationPanel';
import { launchBrowser } from '../support/browser';
import * as reports from '../support/normalizationReports';
import type { Theme } from '../support/panelPage';
import { openPanel } from './normalizationPanel.page';

/**
 * Pictures of the normalization panel, to be looked at:
 * `npx tsx test/e2e/normalizationPanel.pictures.ts [FOLDER [NAME,…]]` after `npm run build`.
 */

const [folder = join('.cache', 'pictures'), only = ''] = process.argv.slice(2);
const { file } = reports;
const shown = (report: typeof reports.right, stale = false): NormalizationPanelState => ({
  kind: 'report',
  file: report.file,
  report,
  stale,
});
const allOpen = { open: ['notes', 'whose', 'splits', 'cost', 'scatter'], expanded: null };

interface Picture {
  readonly state: () => NormalizationPanelState;
  readonly kept?: object;
  readonly widths?: readonly number[];
  readonly themes?: readonly Theme[];
}

const pictures: Readonly<Record<string, Picture>> = {
  raw: {
    state: () => shown(reports.raw),
    kept: { ...allOpen, file, expanded: 4 },
    widths: [320, 400, 800, 1000, 1400],
    themes: ['dark', 'light', 'hc-dark', 'hc-light'],
  },
  own: {
    state: () => shown(reports.own),
    widths: [400, 1000],
    themes: ['dark', 'light', 'hc-dark', 'hc-light'],
  },
  right: { state: () => shown(reports.right) },
  stale: { state: () => shown(reports.right, true) },
  table: {
    state: () => shown(reports.table),
    kept: { ...allOpen, file: reports.table.file, expanded: 7 },
    widths: [320, 1000],
  },
  images: { state: () => shown(reports.wide(12_288)), widths: [400, 1000] },
  wide: { state: () => shown(reports.wide(100_000)) },
  empty: { state: () => ({ kind: 'empty' }) },
  cancelled: { state: () => ({ kind: 'cancelled', file }) },
  problem: {
    state: () => ({
      kind: 'problem',
      file: '/home/ada/data/ragged.csv',
      problem: {
        code: 'ragged',
        message: 'has 7 fields where the head has 8. Correct the line, or leave it out.',
        file: '/home/ada/data/ragged.csv',
        line: 1203,
        column: 1,
        details: '',
      },
    }),
    widths: [320, 1000],
  },
  working: {
    state: () => ({
      kind: 'working',
      file,
      progress: {
        stage: 'Reading X_test',
        done: 1_840_000,
        total: 9_630_000,
        secondsLeft: 14,
        splits: [
          { name: 'X_train', shape: [9_000_000, 8] },
          { name: 'X_test', shape: [630_000, 8] },
        ],
      },
    }),
    widths: [320, 1000],
  },
};

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  for (const [name, { state, kept, widths = [1000], themes = ['dark'] as const }] of Object.entries(
    pictures,
  )) {
    if (only !== '' && !only.split(',').includes(name)) continue;
    for (const width of widths)
      for (const theme of themes) {
        if (theme !== 'dark' && width !== 1000) continue;
        const panel = await openPanel(browser, { theme, width, ...(kept && { kept }) });
        await panel.show(state());
        await panel.page.screenshot({
          path: join(folder, `n-${name}-${theme}-${width}.png`),
          fullPage: true,
        });
        await panel.close();
      }
  }
  await browser.close();
}

void main();

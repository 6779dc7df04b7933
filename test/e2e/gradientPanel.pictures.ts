import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GradientPanelState } from '../../src/protocol/panels';
import { launchBrowser } from '../support/browser';
import * as layerReports from '../unit/media/layerReports';
import * as reports from '../unit/media/reports';
import { openPanel, type Theme } from './gradientPanel.page';

/**
 * Pictures of the gradient panel, to be looked at: `npx tsx test/e2e/gradientPanel.pictures.ts [FOLDER [NAME]]`
 * after `npm run build`.
 */

const [folder = join('.cache', 'pictures'), only = ''] = process.argv.slice(2);
const file = reports.right.file;
const shown = (
  report: (typeof reports)['right'],
  stale = false,
): Extract<GradientPanelState, { kind: 'report' }> => ({
  kind: 'report',
  file,
  report,
  stale,
  focus: null,
});
const states: Readonly<Record<string, () => GradientPanelState>> = {
  right: () => shown(reports.right),
  wrong: () => shown(reports.twoWrong),
  stale: () => shown(reports.twoWrong, true),
  entry: () => shown(reports.singleEntry),
  deep: () => shown(reports.deep),
  inconclusive: () => shown(reports.inconclusive),
  kinked: () => shown(reports.kinked),
  notfinite: () => shown(reports.notFinite),
  large: () => shown(reports.large()),
  blocks: () => ({ ...shown(reports.byBlocks()), focus: { subject: null, tensor: 'W1' } }),
  kernel: () => ({ ...shown(reports.byBlocks()), focus: { subject: null, tensor: 'kernel' } }),
  vector: () => ({ ...shown(reports.byBlocks()), focus: { subject: null, tensor: 'b1' } }),
  moments: () => shown(reports.moments),
  layers: () => shown(layerReports.layers),
  uncalled: () => ({
    ...shown(layerReports.layers),
    focus: { subject: 'lstm', tensor: null },
  }),
  declared: () => shown(layerReports.declaredOnly),
  empty: () => ({ kind: 'empty' }),
  cancelled: () => ({ kind: 'cancelled', file }),
  problem: () => ({
    kind: 'problem',
    file,
    problem: {
      code: 'cost-not-scalar',
      message:
        '`compute_cost` returned an array of shape (1, 50); the check needs one number. Return its mean or sum.',
      file,
      line: 12,
      column: 5,
      details: '',
    },
  }),
  checking: () => ({
    kind: 'checking',
    file,
    progress: {
      stage: 'Checking W2',
      done: 1840,
      total: 9630,
      secondsLeft: 74,
      tensors: reports.deep.checks[0]!.tensors.slice(0, 6).map(({ name, shape }) => ({ name, shape })),
    },
  }),
};

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  const wanted = Object.entries(states).filter(([name]) => only === '' || only.split(',').includes(name));
  for (const [name, state] of wanted) {
    const narrow = [
      'wrong',
      'deep',
      'entry',
      'problem',
      'checking',
      'inconclusive',
      'layers',
      'uncalled',
      'blocks',
      'moments',
    ].includes(name);
    const sizes = narrow ? [320, 420, 640, 900, 1000, 1480] : [1000];
    const themes: Theme[] = ['wrong', 'entry', 'layers', 'blocks', 'moments'].includes(name)
      ? ['dark', 'light', 'hc-dark', 'hc-light']
      : ['dark', 'light'];
    for (const width of sizes)
      for (const theme of themes) {
        if (theme !== 'dark' && width !== 1000) continue;
        const panel = await openPanel(browser, { theme, width });
        await panel.show(state());
        await panel.page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
        await panel.close();
      }
  }
  await browser.close();
}

void main();

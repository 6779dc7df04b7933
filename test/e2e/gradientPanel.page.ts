import type { Browser } from 'playwright-core';
import type { FromGradientPanel, GradientPanelState } from '../../src/protocol/panels';
import { openPanelPage, type PageOptions, type PanelPage as PanelPageOf } from '../support/panelPage';

export type { Theme } from '../support/panelPage';
export type PanelPage = PanelPageOf<GradientPanelState, FromGradientPanel>;

/** The gradient panel alone in a browser page. */
export function openPanel(browser: Browser, options: PageOptions = {}): Promise<PanelPage> {
  return openPanelPage(browser, 'gradient', options);
}

import type { Browser } from 'playwright-core';
import type { FromNormalizationPanel, NormalizationPanelState } from '../../src/protocol/normalizationPanel';
import { openPanelPage, type PageOptions, type PanelPage as PanelPageOf } from '../support/panelPage';

export type PanelPage = PanelPageOf<NormalizationPanelState, FromNormalizationPanel>;

/** The normalization panel alone in a browser page. */
export function openPanel(browser: Browser, options: PageOptions = {}): Promise<PanelPage> {
  return openPanelPage(browser, 'normalization', options);
}

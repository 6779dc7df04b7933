import type { Browser } from 'playwright-core';
import type { FromActivationsPanel, ActivationsPanelState } from '../../src/protocol/activationsPanel';
import { openPanelPage, type PageOptions, type PanelPage as PanelPageOf } from '../support/panelPage';

export type PanelPage = PanelPageOf<ActivationsPanelState, FromActivationsPanel>;

/** The activations panel alone in a browser page. */
export function openPanel(browser: Browser, options: PageOptions = {}): Promise<PanelPage> {
  return openPanelPage(browser, 'activations', options);
}

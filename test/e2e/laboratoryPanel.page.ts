import type { Browser } from 'playwright-core';
import type { FromLaboratoryPanel, ToLaboratoryPanel } from '../../src/protocol/laboratoryPanel';
import { openPanelPage, type PageOptions, type PanelPage } from '../support/panelPage';

/** The laboratory alone in a browser page, with its worker. */
export function openLaboratory(
  browser: Browser,
  options: PageOptions = {},
): Promise<PanelPage<ToLaboratoryPanel, FromLaboratoryPanel>> {
  return openPanelPage(browser, 'laboratory', { ...options, worker: 'laboratoryWorker' });
}

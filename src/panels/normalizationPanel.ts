import * as vscode from 'vscode';
import { normalizationPanelView } from '../environment/ids';
import { isDataFile, isFromNormalizationPanel } from '../protocol/normalizationPanel';
import type { NormalizationResult, Normalizations } from '../state/normalizations';
import { carryOut, type NormalizationServices } from './normalizationActions';
import { normalizationState } from './normalizationState';
import { PanelsOf } from './panels';

/** The panel of normalization statistics. */
export class NormalizationPanels extends PanelsOf<NormalizationResult, never> {
  constructor(
    results: Normalizations,
    private readonly services: NormalizationServices,
  ) {
    const kind = {
      viewType: normalizationPanelView,
      bundle: 'normalization',
      title: (name: string) =>
        name === '' ? vscode.l10n.t('Normalization') : vscode.l10n.t('Normalization: {0}', name),
      results,
      state: normalizationState,
      receive(message: unknown, uri: string) {
        if (isFromNormalizationPanel(message) && message.type !== 'ready')
          void carryOut(message, uri, results, services);
      },
    };
    super(kind, services.extension);
  }

  /** After a reload of the window a data file is read again; a model is run only when someone asks for it. */
  override async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await super.deserializeWebviewPanel(panel, state);
    const { document } = this;
    if (document !== null && isDataFile(document)) void this.services.refresh(document, null);
  }
}

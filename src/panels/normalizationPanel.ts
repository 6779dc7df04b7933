import * as vscode from 'vscode';
import { normalizationPanelView } from '../environment/ids';
import { isFromNormalizationPanel } from '../protocol/normalizationPanel';
import type { NormalizationResult, Normalizations } from '../state/normalizations';
import { carryOut, type NormalizationServices } from './normalizationActions';
import { normalizationState } from './normalizationState';
import { PanelsOf } from './panels';

/** The panel of normalization statistics. */
export class NormalizationPanels extends PanelsOf<NormalizationResult, never> {
  constructor(results: Normalizations, services: NormalizationServices) {
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
}

import * as vscode from 'vscode';
import { gradientPanelView } from '../environment/ids';
import { isFromGradientPanel, type PanelFocus } from '../protocol/panels';
import type { Result, Results } from '../state/results';
import type { PanelKind } from './documentPanel';
import { carryOut, type PanelServices } from './panelActions';
import { panelState } from './panelState';

/** The panel of gradient checks. */
export function gradientPanel(results: Results, services: PanelServices): PanelKind<Result, PanelFocus> {
  return {
    viewType: gradientPanelView,
    bundle: 'gradient',
    title: (name) => (name === '' ? vscode.l10n.t('Gradients') : vscode.l10n.t('Gradients: {0}', name)),
    results,
    state: panelState,
    receive(message, uri) {
      if (isFromGradientPanel(message) && message.type !== 'ready')
        void carryOut(message, uri, results, services);
    },
  };
}

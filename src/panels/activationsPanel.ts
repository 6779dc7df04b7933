import * as vscode from 'vscode';
import { activationsPanelView } from '../environment/ids';
import { isFromActivationsPanel } from '../protocol/activationsPanel';
import type { ActivationResult, Activations } from '../state/activations';
import { carryOut, type ActivationServices } from './activationsActions';
import { activationsState, changeOfQuestions } from './activationsState';
import { PanelsOf } from './panels';

/** The panel of scale through depth. */
export class ActivationPanels extends PanelsOf<ActivationResult, never> {
  constructor(results: Activations, services: ActivationServices) {
    const kind = {
      viewType: activationsPanelView,
      bundle: 'activations',
      title: (name: string) =>
        name === '' ? vscode.l10n.t('Activation Scales') : vscode.l10n.t('Activation Scales: {0}', name),
      results,
      state: activationsState,
      change: changeOfQuestions,
      receive(message: unknown, uri: string) {
        if (isFromActivationsPanel(message) && message.type !== 'ready')
          void carryOut(message, uri, results, services);
      },
    };
    super(kind, services.extension);
  }
}

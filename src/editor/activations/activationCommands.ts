import { basename } from 'node:path';
import * as vscode from 'vscode';
import { activationOptions } from '../../environment/settings';
import { modelKindOf, targetOf } from '../../environment/target';
import { restriction } from '../../environment/trust';
import type { Activations } from '../../state/activations';
import type { Asking, Question } from '../../state/asking';
import type { Observing } from '../../state/observing';
import type { Target } from '../../state/runs';
import type { ActivationOutcome } from '../../workflow/activations/request';
import type { ActiveModel } from '../activeModel';
import { openModel } from '../openModel';
import type { Outcomes } from '../outcomes';
import { showProgress, type Following } from '../progress';
import { progressText } from '../statusText';

export interface ActivationCommandServices {
  readonly observing: Observing;
  readonly asking: Asking;
  readonly results: Activations;
  readonly active: ActiveModel;
  readonly outcomes: Outcomes;
  readonly showPanel: (uri: string) => void;
}

/** The commands that run a model and observe its layers, and those that ask what other weights would give. */
export class ActivationCommands {
  constructor(private readonly services: ActivationCommandServices) {}

  /** @param uri the document; the one in front if it is not told */
  async show(uri: string | undefined): Promise<ActivationOutcome | null> {
    const { active, observing, outcomes, showPanel } = this.services;
    const document = uri === undefined ? active.document : await openModel(uri);
    const kind = document === null ? null : modelKindOf(document);
    if (document === null || kind === null || kind === 'expression') return this.nothing();
    if (!(await this.isTrusted())) return null;
    const target = targetOf(document);
    const outcome = observing.start(target, activationOptions(document.uri));
    showPanel(target.uri);
    showProgress(this.following(target), outcome);
    const result = await outcome;
    if (result.kind === 'problem') outcomes.tell(document.uri, result);
    return result;
  }

  /** What other weights would give: the answer goes to the panel. */
  async ask(uri: string, question: Question): Promise<void> {
    if (await this.isTrusted()) await this.services.asking.ask(uri, question);
  }

  /** Ends what is under way for a document. */
  cancel(uri: string): void {
    this.services.observing.cancel(uri);
    this.services.asking.cancel(uri);
  }

  private async isTrusted(): Promise<boolean> {
    const refusal = restriction(vscode.workspace.isTrusted, vscode.l10n.t);
    if (refusal === null) return true;
    await this.services.outcomes.tellRestricted(refusal);
    return false;
  }

  private following({ uri, file }: Target): Following {
    const { observing, results } = this.services;
    return {
      title: vscode.l10n.t('Observing the layers of {0}', basename(file)),
      cancel: () => observing.cancel(uri),
      onDidChange: (listener) => results.onDidChange((changed) => changed === uri && listener()),
      now: () => {
        const result = results.get(uri)?.result;
        if (result?.kind !== 'working') return null;
        return { message: progressText(result.progress, vscode.l10n.t), ...result.progress };
      },
    };
  }

  private nothing(): null {
    const message = vscode.l10n.t(
      'Open a model first: a Python, JavaScript or TypeScript file, or a notebook. Without one, there is Gradient Lens: Open the Scale Laboratory.',
    );
    void vscode.window.showInformationMessage(message);
    return null;
  }
}

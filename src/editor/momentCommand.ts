import * as vscode from 'vscode';
import { defaultSteps, largerParameters, stepsIn, stepsProblem, type LaterMoments } from './laterMoments';

/** Asks at which moment the gradients are to be checked beside the start; null if the user thinks better of it. */
export async function chooseMoments(): Promise<LaterMoments | null> {
  const afterTraining = {
    label: vscode.l10n.t('After training steps…'),
    detail: vscode.l10n.t('Descends with the gradients of the model; finds what shows only later.'),
  };
  const larger = {
    label: vscode.l10n.t('At ten times the parameters'),
    detail: vscode.l10n.t('Finds code that is unstable where activations saturate.'),
  };
  const title = vscode.l10n.t('Check Gradients at the Start, and');
  const picked = await vscode.window.showQuickPick([afterTraining, larger], { title });
  if (picked === undefined) return null;
  if (picked === larger) return { afterSteps: 0, timesParameters: largerParameters };
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check Gradients After Training Steps'),
    prompt: vscode.l10n.t('Steps of gradient descent before the second check'),
    value: String(defaultSteps),
    validateInput: (value) => stepsProblem(value, vscode.l10n.t),
  });
  const steps = text === undefined ? null : stepsIn(text);
  return steps === null ? null : { afterSteps: steps, timesParameters: null };
}

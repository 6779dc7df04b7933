import * as vscode from 'vscode';
import type { Readings } from '../environment/readings';
import type { Results } from '../state/results';

/**
 * Lets the user choose among the readings that fit, and remembers the choice.
 * @returns whether another than the present one was chosen
 */
export async function chooseReading(uri: string, results: Results, readings: Readings): Promise<boolean> {
  const result = results.get(uri)?.result;
  const report = result?.kind === 'report' ? result.report : null;
  if (report === null || report.readings.length < 2) {
    const message = vscode.l10n.t(
      'There is no choice: check the gradients first, and only one way to read the model may fit.',
    );
    void vscode.window.showInformationMessage(message);
    return false;
  }
  const [present] = report.readings;
  const items = report.readings.map((label) =>
    label === present ? { label, description: vscode.l10n.t('in use') } : { label },
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('How Is the Model to Be Read?'),
    placeHolder: vscode.l10n.t('The choice is remembered for this file'),
  });
  if (picked === undefined) return false;
  await readings.remember(vscode.Uri.parse(uri), picked.label);
  return picked.label !== present;
}

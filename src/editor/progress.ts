import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Checks, CheckTarget } from '../state/checks';
import type { Results } from '../state/results';
import { progressText } from './statusText';

/** Milliseconds a check may take before it shows its progress: most are over sooner, and a flash tells nothing. */
const patience = 1500;

/** A notification with count, time left and a button to cancel, for a check that takes long. */
export function showProgress(
  target: CheckTarget,
  results: Results,
  checks: Checks,
  outcome: Promise<unknown>,
): void {
  const timer = setTimeout(() => void show(target, results, checks, outcome), patience);
  void outcome.finally(() => clearTimeout(timer));
}

function show(
  target: CheckTarget,
  results: Results,
  checks: Checks,
  outcome: Promise<unknown>,
): Thenable<unknown> {
  const title = vscode.l10n.t('Checking the gradients of {0}', basename(target.file));
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const cancelling = token.onCancellationRequested(() => checks.cancel(target.uri));
    let told = 0;
    const tell = (): void => {
      const result = results.get(target.uri)?.result;
      if (result?.kind !== 'checking') return;
      const { done, total } = result.progress;
      const percentage = total === null || total === 0 ? 0 : (100 * done) / total;
      progress.report({
        message: progressText(result.progress, vscode.l10n.t),
        increment: percentage - told,
      });
      told = percentage;
    };
    const following = results.onDidChange((uri) => {
      if (uri === target.uri) tell();
    });
    tell();
    try {
      await outcome;
    } finally {
      following.dispose();
      cancelling.dispose();
    }
  });
}

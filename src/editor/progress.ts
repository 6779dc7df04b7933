import * as vscode from 'vscode';

/** Milliseconds that work may take before it shows its progress: most is over sooner, and a flash tells nothing. */
const patience = 1500;

/** What is told of work that takes long. */
export interface Following {
  readonly title: string;
  readonly cancel: () => void;
  /** Calls back whenever `now` may have changed. */
  readonly onDidChange: (listener: () => void) => { dispose(): void };
  /** In words, and how much is done of how much; null while nothing is known. */
  readonly now: () => {
    readonly message: string;
    readonly done: number;
    readonly total: number | null;
  } | null;
}

/** A notification with count, time left and a button to cancel, for work that takes long. */
export function showProgress(following: Following, outcome: Promise<unknown>): void {
  const timer = setTimeout(() => void show(following, outcome), patience);
  void outcome.finally(() => clearTimeout(timer));
}

function show({ title, cancel, onDidChange, now }: Following, outcome: Promise<unknown>): Thenable<unknown> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const cancelling = token.onCancellationRequested(cancel);
    let told = 0;
    const tell = (): void => {
      const state = now();
      if (state === null) return;
      const percentage = state.total === null || state.total === 0 ? 0 : (100 * state.done) / state.total;
      progress.report({ message: state.message, increment: percentage - told });
      told = percentage;
    };
    const changes = onDidChange(tell);
    tell();
    try {
      await outcome;
    } finally {
      changes.dispose();
      cancelling.dispose();
    }
  });
}

import * as vscode from 'vscode';
import { contextKey } from '../environment/ids';
import type { ResultStore } from '../state/resultStore';
import type { Results } from '../state/results';
import type { ActiveModel } from './activeModel';
import type { BackwardLines } from './backwardLines';

/** Keeps the keys that `when` clauses ask for. */
export class ContextKeys {
  private readonly subscriptions: { dispose(): void }[];
  private shown = new Map<string, boolean>();

  /** @param others results of the other kinds of work, which can be ended and cleared as well */
  constructor(
    private readonly results: Results,
    private readonly others: readonly ResultStore<{ readonly kind: string }>[],
    private readonly active: ActiveModel,
    private readonly lines: BackwardLines,
  ) {
    this.subscriptions = [
      ...[results, ...others].map((store) => store.onDidChange(() => this.set())),
      active.onDidChange(() => {
        this.set();
        void this.look();
      }),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        if (saved === this.active.document) void this.look();
      }),
    ];
    void this.look();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private set(): void {
    const entries = [this.results, ...this.others].flatMap((store) => store.all());
    const own = this.active.document && this.results.get(this.active.document.uri.toString());
    this.put(contextKey.hasResults, entries.length > 0);
    this.put(
      contextKey.checking,
      entries.some(({ result }) => result.kind === 'checking' || result.kind === 'working'),
    );
    this.put(contextKey.hasReadings, own?.result.kind === 'report' && own.result.report.readings.length > 1);
  }

  /** Buttons and menus of a script are shown only if it computes gradients: most scripts are no models. */
  private async look(): Promise<void> {
    const { document } = this.active;
    const found = document !== null && 'getText' in document ? await this.lines.of(document) : [];
    if (document === this.active.document) this.put(contextKey.computesGradients, found.length > 0);
  }

  private put(key: string, value: boolean): void {
    if (this.shown.get(key) === value) return;
    this.shown.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

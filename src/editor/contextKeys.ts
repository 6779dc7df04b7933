import * as vscode from 'vscode';
import { contextKey } from '../environment/ids';
import type { Results } from '../state/results';
import type { ActiveModel } from './activeModel';

/** Keeps the keys that `when` clauses ask for. */
export class ContextKeys {
  private readonly subscriptions: { dispose(): void }[];
  private shown = new Map<string, boolean>();

  constructor(
    private readonly results: Results,
    private readonly active: ActiveModel,
  ) {
    this.subscriptions = [results.onDidChange(() => this.set()), active.onDidChange(() => this.set())];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private set(): void {
    const entries = this.results.all();
    const own = this.active.document && this.results.get(this.active.document.uri.toString());
    this.put(contextKey.hasResults, entries.length > 0);
    this.put(
      contextKey.checking,
      entries.some(({ result }) => result.kind === 'checking'),
    );
    this.put(contextKey.hasReadings, own?.result.kind === 'report' && own.result.report.readings.length > 1);
  }

  private put(key: string, value: boolean): void {
    if (this.shown.get(key) === value) return;
    this.shown.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

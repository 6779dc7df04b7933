import * as vscode from 'vscode';
import { command } from '../environment/ids';
import type { Results } from '../state/results';
import type { ActiveModel } from './activeModel';
import { statusOf } from './statusText';

/** The one item in the status bar: what is known about the model in front. A click opens the panel. */
export class StatusBar {
  private readonly item = vscode.window.createStatusBarItem(
    'gradientLens',
    vscode.StatusBarAlignment.Left,
    10,
  );
  private readonly subscriptions: { dispose(): void }[];

  constructor(
    private readonly results: Results,
    private readonly active: ActiveModel,
  ) {
    this.item.name = vscode.l10n.t('Gradient Lens');
    this.item.command = command.showGradientPanel;
    this.subscriptions = [results.onDidChange(() => this.show()), active.onDidChange(() => this.show())];
    this.show();
  }

  /** What the item says now; null while it is hidden. */
  get text(): string | null {
    return this.entry === undefined ? null : this.item.text;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private get entry() {
    return this.active.document === null ? undefined : this.results.get(this.active.document.uri.toString());
  }

  private show(): void {
    const { entry } = this;
    if (entry === undefined) {
      this.item.hide();
      return;
    }
    const status = statusOf(entry, vscode.l10n.t);
    this.item.text = status.text;
    this.item.tooltip = status.tooltip;
    this.item.show();
  }
}

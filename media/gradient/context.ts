import type { FromGradientPanel, PanelCommand } from '../../src/protocol/panels';
import type { SavedState } from './savedState';

/** What every part of the panel may do: tell the extension, and remember how the reader arranged things. */
export interface PanelContext {
  send(message: FromGradientPanel): void;
  /** Puts a text on the clipboard. */
  copy(text: string): void;
  readonly saved: SavedState;
  save(change: Partial<SavedState>): void;
}

export function command(context: PanelContext, name: PanelCommand): void {
  context.send({ type: 'command', command: name });
}

import type { FromNormalizationPanel, NormalizationCommand } from '../../src/protocol/normalizationPanel';
import type { SavedState } from './savedState';

/** What every part of the panel may do: tell the extension, and remember how the reader arranged things. */
export interface PanelContext {
  send(message: FromNormalizationPanel): void;
  readonly saved: SavedState;
  save(change: Partial<SavedState>): void;
}

export function command(context: PanelContext, name: NormalizationCommand): void {
  context.send({ type: 'command', command: name });
}

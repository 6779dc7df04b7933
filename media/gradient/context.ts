import type { Place } from '../../src/core/place';
import type { FromGradientPanel, PanelCommand } from '../../src/protocol/panels';
import type { SavedState } from './savedState';

/** What every part of the panel may do: tell the extension, and remember how the reader arranged things. */
export interface PanelContext {
  send(message: FromGradientPanel): void;
  readonly saved: SavedState;
  save(change: Partial<SavedState>): void;
}

export function command(context: PanelContext, name: PanelCommand): void {
  context.send({ type: 'command', command: name });
}

export function reveal(
  context: PanelContext,
  place: Pick<Place, 'file' | 'line' | 'column' | 'cell'> | null,
): void {
  if (!place) return;
  const { file, line, column, cell } = place;
  context.send({
    type: 'reveal',
    place: { file, line, column, ...(cell !== undefined && { cell }) },
  });
}

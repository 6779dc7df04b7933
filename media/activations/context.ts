import type { ActivationsCommand, FromActivationsPanel } from '../../src/protocol/activationsPanel';
import type { Charting } from '../shared/chart';
import type { Folding, Revealing } from '../shared/controls';
import type { Arrangement } from './arrangement';
import type { SavedState } from './savedState';

/** What charts and tables of a profile need, in the panel of a file and in the laboratory alike. */
export interface ProfileContext extends Folding {
  readonly saved: Arrangement & { readonly file: string };
  save(change: Partial<Arrangement>): void;
  send(message: Parameters<Charting['send']>[0] | Parameters<Revealing['send']>[0]): void;
  copy(text: string): void;
}

/** What every part of the panel may do: tell the extension, and remember how the reader arranged things. */
export interface PanelContext {
  readonly saved: SavedState;
  save(change: Partial<SavedState>): void;
  send(message: FromActivationsPanel): void;
  copy(text: string): void;
}

export function command(context: PanelContext, name: ActivationsCommand): void {
  context.send({ type: 'command', command: name });
}

import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import { isPlaceLike, isRecord, isSavable } from './panelMessages';
import type { Report } from './report';

/** How far a running check is. */
export interface CheckProgress {
  /** In words, e.g. "Loading the model", "Checking W2". */
  readonly stage: string;
  /** Components that were checked, of so many; evaluations of the cost where the total is null, as it is not known. */
  readonly done: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
  /** Names and shapes, once known. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** What to show first, e.g. because a hover's link named it: a tensor, of a check. Null where that does not matter. */
export interface PanelFocus {
  readonly subject: string | null;
  readonly tensor: string | null;
}

/** All the gradient panel can show. */
export type GradientPanelState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'checking'; readonly file: string; readonly progress: CheckProgress }
  | {
      readonly kind: 'report';
      readonly file: string;
      readonly report: Report;
      /** The document was edited after the check. */
      readonly stale: boolean;
      readonly focus: PanelFocus | null;
    }
  | { readonly kind: 'problem'; readonly file: string; readonly problem: Problem }
  | { readonly kind: 'cancelled'; readonly file: string };

export type ToGradientPanel =
  | { readonly type: 'state'; readonly state: GradientPanelState }
  /** Of the report that is shown; a report itself can be large. */
  | { readonly type: 'stale'; readonly stale: boolean };

export type FromGradientPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly place: Pick<Place, 'file' | 'line' | 'column' | 'cell'> }
  | { readonly type: 'command'; readonly command: PanelCommand }
  /** A picture or table the panel made: `name` is a file name to suggest. */
  | { readonly type: 'save'; readonly name: string; readonly text: string }
  /** For the clipboard. */
  | { readonly type: 'copy'; readonly text: string };

export type PanelCommand =
  | 'check'
  | 'cancel'
  | 'copyMarkdown'
  | 'saveJson'
  | 'showLog'
  | 'chooseInterpreter'
  | 'showFile'
  | 'chooseReading'
  | 'insertContract';

const commands: Readonly<Record<PanelCommand, true>> = {
  check: true,
  cancel: true,
  copyMarkdown: true,
  saveJson: true,
  showLog: true,
  chooseInterpreter: true,
  showFile: true,
  chooseReading: true,
  insertContract: true,
};

/** Webview content is not trusted: a message is used only if it is one of those above. */
export function isFromGradientPanel(value: unknown): value is FromGradientPanel {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return true;
    case 'reveal':
      return isPlaceLike(value['place']);
    case 'command':
      return typeof value['command'] === 'string' && Object.hasOwn(commands, value['command']);
    case 'save':
      return isSavable(value);
    case 'copy':
      return isSavable({ name: '', text: value['text'] });
    default:
      return false;
  }
}

import type { View } from '../core/normalization/view';
import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import type { NormalizationReport } from './normalization';
import { isPlaceLike, isRecord, isSavable } from './panelMessages';

/** How far the reading of the data is. */
export interface NormalizationProgress {
  /** In words, e.g. "Loading the model", "Reading X_train". */
  readonly stage: string;
  /** Examples so far and expected; total is null while unknown. */
  readonly done: number;
  readonly total: number | null;
  readonly secondsLeft: number | null;
  /** Names and shapes, once known. */
  readonly splits: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** All the normalization panel can show. */
export type NormalizationPanelState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'working'; readonly file: string; readonly progress: NormalizationProgress }
  | {
      readonly kind: 'report';
      readonly file: string;
      readonly report: NormalizationReport;
      /** A document the report speaks about was edited since. */
      readonly stale: boolean;
    }
  | { readonly kind: 'problem'; readonly file: string; readonly problem: Problem }
  | { readonly kind: 'cancelled'; readonly file: string };

export type ToNormalizationPanel =
  | { readonly type: 'state'; readonly state: NormalizationPanelState }
  /** Of the report that is shown; a report itself can be large. */
  | { readonly type: 'stale'; readonly stale: boolean };

export type FromNormalizationPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly place: Pick<Place, 'file' | 'line' | 'column' | 'cell'> }
  | { readonly type: 'command'; readonly command: NormalizationCommand }
  /** Read the data again, seen this way. */
  | { readonly type: 'view'; readonly view: View }
  /** A picture or table the panel made: `name` is a file name to suggest. */
  | { readonly type: 'save'; readonly name: string; readonly text: string };

export const normalizationCommands = [
  'refresh',
  'cancel',
  'copyNumpy',
  'copyJson',
  'copyScikitLearn',
  'insertSnippet',
  'saveJson',
  'showLog',
  'chooseInterpreter',
  'showFile',
] as const;
export type NormalizationCommand = (typeof normalizationCommands)[number];

/** Webview content is not trusted: a message is used only if it is one of those above. */
export function isFromNormalizationPanel(value: unknown): value is FromNormalizationPanel {
  if (!isRecord(value)) return false;
  switch (value['type']) {
    case 'ready':
      return true;
    case 'reveal':
      return isPlaceLike(value['place']);
    case 'command':
      return normalizationCommands.some((command) => command === value['command']);
    case 'view':
      return isView(value['view']);
    case 'save':
      return isSavable(value);
    default:
      return false;
  }
}

function isView(value: unknown): value is View {
  if (!isRecord(value)) return false;
  const { orientation, channelAxis } = value;
  return (
    (orientation === 'examples-first' || orientation === 'features-first') &&
    (channelAxis === null || (Number.isSafeInteger(channelAxis) && (channelAxis as number) >= 1))
  );
}

/** Files of data, into which no code can be inserted. */
export function isDataFile(file: string): boolean {
  return /\.(csv|tsv|npy|npz|parquet)$/i.test(file);
}

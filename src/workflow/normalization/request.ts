import type { Problem } from '../../core/problem';
import type { Orientation } from '../../core/normalization/view';
import type { NormalizationReport, SplitRole } from '../../protocol/normalization';
import type { NormalizationProgress } from '../../protocol/normalizationPanel';
import type { Runtime } from '../checkModel';

export interface NormalizationOptions {
  /** Which axis the examples run along; `auto` finds out. */
  readonly orientation: Orientation | 'auto';
  /** As `View.channelAxis`. */
  readonly channelAxis: number | null;
  /** Splits by the names of their arrays, or of data files. If there are any, no others are looked for. */
  readonly splits: readonly NamedSplit[];
  readonly seed: number;
  /** Seconds. */
  readonly loadTimeout: number;
  readonly evaluationTimeout: number;
}

export interface NamedSplit {
  readonly role: SplitRole;
  /** An array of the file, or the path of a data file, relative to the folder of the file. */
  readonly name: string;
}

export const defaultNormalizationOptions: NormalizationOptions = {
  orientation: 'auto',
  channelAxis: null,
  splits: [],
  seed: 1,
  loadTimeout: 30,
  evaluationTimeout: 30,
};

export interface NormalizationRequest {
  /** A model file or a data file. */
  readonly file: string;
  /** The text of a model file, which may be unsaved; null for a data file. */
  readonly source: string | null;
  readonly projectRoot: string;
  readonly options: NormalizationOptions;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: NormalizationProgress) => void;
  /** What the model prints. */
  readonly onOutput: (text: string) => void;
  /** Bytes that the model's process may hold; a share of the machine's memory if absent. */
  readonly memoryLimit?: number;
}

export type NormalizationOutcome =
  | { readonly kind: 'report'; readonly report: NormalizationReport }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

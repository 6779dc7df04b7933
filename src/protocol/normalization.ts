import type { Warning } from '../core/binding/binding';
import type { Conditioning } from '../core/normalization/conditioning';
import type { ExampleSample } from '../core/normalization/sample';
import type { SplitRole } from '../core/normalization/split';
import type { SplitStatistics } from '../core/normalization/splitStatistics';
import type { Finding, OverallKind, Provenance, SplitMismatch } from '../core/normalization/verdicts';
import type { Orientation, View, ViewEvidence } from '../core/normalization/view';
import type { Place } from '../core/place';

export type { SplitRole, ViewEvidence };

/** One split of the data: an array of the model file, or of a data file. */
export interface SplitReport {
  /** `X_train`, the array's name in an archive, or the file's name. */
  readonly name: string;
  readonly role: SplitRole;
  /** Where its values come from: the file read, or the model file. */
  readonly file: string;
  /** Line of the model file where the array is made, if known. */
  readonly line: number | null;
  /** Of a notebook: the cell, one-based among all; the line then counts within it. */
  readonly cell?: number;
  readonly shape: readonly number[];
  /** As stored: float64, float32, int64, uint8, ..., 'text' of a text file. */
  readonly dtype: string;
  readonly statistics: SplitStatistics;
  /** The same split before it was normalized, where the file has both. */
  readonly raw: { readonly name: string; readonly statistics: SplitStatistics } | null;
}

/**
 * The report of the normalization of the inputs: one immutable value for panel, text and JSON, large parts in typed
 * arrays with one entry per feature. Nothing downstream recomputes what it says.
 */
export interface NormalizationReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly file: string;
  readonly seed: number;
  readonly verdict: Finding;
  /** The sentence that answers. */
  readonly sentence: string;
  /** What to do, in the textbook's words; empty if nothing. */
  readonly advice: string;
  readonly view: View;
  /** Where the orientation was taken from: 'chosen', 'first weights', 'labels', 'file format', 'shape'. */
  readonly viewFrom: ViewEvidence;
  /** True if the array can also be seen the other way. */
  readonly otherOrientation: Orientation | null;
  /** Images: axes that may be the channels, as `View.channelAxis`. */
  readonly channelAxes: readonly number[];
  readonly features: number;
  readonly featureNames: readonly string[] | null;
  /** The training split first. */
  readonly splits: readonly SplitReport[];
  readonly overall: OverallKind;
  /** Indices into `normalizationKinds`, for each feature of the first split. */
  readonly featureKinds: Uint8Array;
  /** Order of the features in which to show them: the worst first. */
  readonly worstFirst: Uint32Array;
  /** Null with one split only. */
  readonly provenance: Provenance | null;
  readonly mismatches: readonly SplitMismatch[];
  /** Null if there are too few examples or features that vary. */
  readonly conditioning: Conditioning | null;
  /** Some examples of the first split, for the scatter of two features. */
  readonly sample: ExampleSample;
  /** The line that normalizes a split with other statistics than the training split's, if the text tells. */
  readonly culprit: Place | null;
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

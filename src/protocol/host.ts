import type { Description, Inventory, LeftOut, WireNumber } from '../core/binding/inventory';
import type { LoopToCall } from '../core/binding/script/trainingLoop';
import type { Plan, Source, Step } from '../core/binding/plan';
import type { Direction, Point, SweepRequest } from '../core/model';
import type { HostFailure } from '../core/failure';
import type { Place } from '../core/place';

/**
 * JSON-RPC 2.0 between Gradient Lens and a model host, framed with `Content-Length` over the host's stdio.
 * Arrays of numbers travel as base64 of little-endian float64 ("float64 block"), so NaN and infinity survive.
 * A request fails with a JSON-RPC error whose `data` is a `HostFailure`. The host exits at end of input.
 */

export type Float64Block = string;

export interface LoadRequest {
  readonly file: string;
  /** The text to load, which may be unsaved. */
  readonly source: string;
  /** Folder put in front of the import path, besides the file's own. */
  readonly projectRoot: string;
  /** Top-level statements not to run. */
  readonly leaveOut: readonly LeftOut[];
  /**
   * Line ranges (one-based, inclusive) to run one after another, as a notebook does its cells: one that raises is
   * reported in the inventory's `failed`, and the next is run. Absent: the text is one module.
   */
  readonly sections?: readonly { readonly line: number; readonly endLine: number }[];
  /** Loops left out of which one pass is to be made a function of the module. */
  readonly loops?: readonly LoopToCall[];
  /**
   * The line of a top-level `if` whose body is run as if it stood at the top level, whatever its condition; or of a
   * function without arguments whose body is run so after everything else.
   */
  readonly opened?: number;
  /** Value of `__name__`: "__main__" only on an explicit wish to run everything. */
  readonly moduleName: string;
  readonly seed: number;
  /** Seconds for the load, and for any one later evaluation. */
  readonly loadTimeout: number;
  readonly evaluationTimeout: number;
  /** Bytes of memory that the process may hold; it is ended when it holds more. Absent: as many as there are. */
  readonly memoryLimit?: number;
}

export interface RunRequest {
  readonly steps: readonly Step[];
}

/** One description for each step. A failing step fails the request with `section: 'run'` and its number. */
export interface RunReply {
  readonly results: readonly Description[];
}

/**
 * Writes an array of the model to a `.npy` file, for which the caller chose the path and which it removes. What holds no
 * real numbers fails with kind `result`, whose message says what it holds: "complex numbers (complex128)".
 */
export interface DataRequest {
  /** Run before, as calls of functions that return data. */
  readonly steps: readonly Step[];
  readonly source: Source;
  readonly file: string;
}

export interface DataReply {
  readonly shape: readonly number[];
  /** Of the array as the model holds it: what is written may be float64. */
  readonly dtype: string;
  /** Names of the columns of a data frame that were written. */
  readonly columns: readonly string[] | null;
  /** Columns that hold no numbers, and what they hold. */
  readonly leftOut: readonly { readonly name: string; readonly holds: string }[];
}

export interface BoundTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly norm: WireNumber;
  readonly identity: number;
  readonly gradient: {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly fits: boolean;
    readonly finite: boolean;
    readonly norm: WireNumber;
  } | null;
  /** Describes what was found where an array was expected, when it is not numeric (None, text, ...). */
  readonly found?: Description;
}

export interface BindReply {
  readonly tensors: readonly BoundTensor[];
  readonly costs: Float64Block; // J twice, at the same point
  readonly evaluationSeconds: number;
  /** False if the gradient steps gave something else, beyond round-off, when they were run again at the same point. */
  readonly gradientRepeats: boolean;
  readonly notes: readonly BindNote[];
}

/** Facts a host noticed while binding. */
export type BindNote =
  | { readonly kind: 'promoted'; readonly names: readonly string[]; readonly dtype: string }
  | { readonly kind: 'mutated'; readonly by: 'cost' | 'gradient'; readonly names: readonly string[] }
  | { readonly kind: 'replaced'; readonly by: 'cost' | 'gradient'; readonly names: readonly string[] }
  | { readonly kind: 'tied'; readonly names: readonly string[] };

export interface MoveReply {
  readonly cost: WireNumber;
  readonly gradientNorms: Float64Block;
}

export interface SweepWireReply {
  readonly plus: Float64Block;
  readonly minus: Float64Block;
  readonly width: Float64Block;
}

/** Where the array of a returned gradient was made, and where it was changed in place afterwards. */
export interface TracedGradient {
  readonly tensor: string;
  readonly made: Place | null;
  /** True if it held only zeros when it was made: an accumulator, filled later. */
  readonly madeZero: boolean;
  /** Distinct places, in order of first execution; at most 20. */
  readonly changed: readonly Place[];
  /**
   * What each of the places in `changed` added to the components, NaN where it wrote none; null where that is not known.
   * Absent if the host does not tell.
   */
  readonly contributions?: readonly (Float64Block | null)[];
  /** Order of creation among all traced arrays of the run. */
  readonly ordinal: number;
}

export interface TraceReply {
  readonly gradients: readonly TracedGradient[];
  /** Expression models of numbers only: the derivative of J by symbolic differentiation, at the parameters' values. */
  readonly symbolic?: readonly {
    readonly tensor: string;
    readonly expression: string;
    readonly value: WireNumber;
  }[];
}

/**
 * Runs the model once, observed, and keeps what was seen until the next request of this kind; `records` then fetches it in
 * pages. `gradient` runs the gradient steps of the bound plan at the base point, `cost` its cost steps; `load` runs the
 * file once more as `load` did, for a file without anything to bind.
 */
export interface ScalesRequest {
  readonly run: 'gradient' | 'cost' | 'load';
  /** Edges of the histograms, ascending. */
  readonly edges: Float64Block;
  /** Arrays to record at most. */
  readonly most: number;
}

export interface ScalesReply {
  readonly records: number;
  readonly dropped: number;
  /** Of the bound tensors, in their order; empty for `load`. */
  readonly parameters: readonly WireRecord[];
  /** Why the run ended early, if it did: what was seen before counts. */
  readonly failure: HostFailure | null;
}

/** An `ArrayRecord` of `core/activation/record`. */
export interface WireRecord {
  readonly place: Place | null;
  readonly target: string | null;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** count, nan, infinite, zeros, mean, rms, deviation, least, greatest, sampled. */
  readonly moments: Float64Block;
  readonly zeroSlices: readonly number[];
  readonly percentiles: Float64Block;
  /** Bins that hold anything, ascending, and how many values each of them holds. */
  readonly bins: readonly number[];
  readonly counts: readonly number[];
  readonly rows: readonly Float64Block[];
  readonly columns: readonly Float64Block[];
}

/** Every request of a model host: method name → parameters and reply. */
export interface HostRequests {
  load: { params: LoadRequest; reply: Inventory };
  run: { params: RunRequest; reply: RunReply };
  bind: { params: Plan; reply: BindReply };
  costs: { params: { readonly points: readonly Point[] }; reply: { readonly costs: Float64Block } };
  sweep: { params: SweepRequest; reply: SweepWireReply };
  directions: {
    params: { readonly directions: readonly Direction[] };
    reply: { readonly norms: Float64Block; readonly gradientDots: Float64Block };
  };
  values: {
    params: {
      readonly kind: 'parameter' | 'gradient';
      readonly tensor: number;
      readonly start: number;
      readonly count: number;
    };
    reply: { readonly values: Float64Block };
  };
  move: { params: { readonly point: Point }; reply: MoveReply };
  trace: { params: Record<string, never>; reply: TraceReply };
  data: { params: DataRequest; reply: DataReply };
  scales: { params: ScalesRequest; reply: ScalesReply };
  records: {
    params: { readonly start: number; readonly count: number };
    reply: { readonly records: readonly WireRecord[] };
  };
}

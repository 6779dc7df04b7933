import type { Coverage } from '../core/gradient/coverage';
import type { Moment } from '../core/gradient/moment';
import type { StepSweep } from '../core/gradient/stepSweep';
import type { Method, Scheme, Verdict } from '../core/gradient/verdict';
import type { DiagnosisKind } from '../core/gradient/constantFactor';
import type { BindingEntry, Warning } from '../core/binding/binding';
import type { Place } from '../core/place';

/**
 * The report of a gradient check: one immutable, serializable value, the same for the editor, the panel and the command
 * line. Nothing downstream recomputes what it says. Indices are zero-based, lines and columns one-based.
 */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface MismatchedComponent {
  readonly index: readonly number[];
  readonly computed: number;
  readonly numerical: number;
}

export interface TensorReport {
  readonly name: string;
  /** What the model calls the computed gradient: `dW2`, `grads['W2']`. */
  readonly gradientName: string;
  readonly shape: readonly number[];
  readonly verdict: Verdict;
  /** What decided, as a predicate of the gradient's name: "is 3 × the true gradient". */
  readonly reason: string;
  readonly relativeDifference: number;
  readonly interval: Interval;
  /** The smallest relative difference this tensor could have shown. */
  readonly resolution: number;
  readonly step: number;
  /** How the error of a derivative depends on the step; null where none was measured. */
  readonly stepSweep: StepSweep | null;
  /** What is known of components that were not each checked; null if every one was. */
  readonly coverage: Coverage | null;
  /** Components that disagree only because the base point lies on a kink. */
  readonly kinks: number;
  readonly location: Place | null;
  /** The reason that a comment `gradient-lens: expected` on its line gives for a wrong gradient; null without one. */
  readonly expected: string | null;
  readonly mismatched: {
    readonly count: number;
    /** False if there may be more: components were only sampled, or the budget ended the search. */
    readonly exact: boolean;
    /** At most 1,000, largest error first. */
    readonly components: readonly MismatchedComponent[];
  };
  /** c of computed ≈ c · true, when the whole tensor is right up to that factor. */
  readonly factor: number | null;
  /** A third opinion: the derivative of J by symbolic differentiation, where the model allows it. */
  readonly symbolic?: { readonly expression: string; readonly value: number };
  /** Whole gradients, row-major, for the pictures; left out of the JSON file. Null when there are none. */
  readonly arrays: TensorArrays | null;
}

export interface TensorArrays {
  readonly computed: Float64Array;
  /** NaN where it was not measured. */
  readonly numerical: Float64Array;
  /** Row-major indices of the components at a kink: their difference is no error. */
  readonly kinkIndices: readonly number[];
}

export interface Diagnosis {
  /** Null when it holds for every tensor. */
  readonly tensor: string | null;
  readonly kind: DiagnosisKind;
  readonly factor: number | null;
  readonly explanation: string;
  readonly location: Place | null;
}

export interface CheckReport {
  /** "model", or the name of a function, layer or class. */
  readonly subject: string;
  readonly at: Moment;
  readonly verdict: Verdict;
  /** True if every tensor that is not correct was declared to be so. */
  readonly expected: boolean;
  /** The sentence that answers. */
  readonly reason: string;
  readonly relativeDifference: number;
  readonly parameterCount: number;
  readonly method: Method;
  readonly scheme: Scheme;
  readonly evaluations: number;
  readonly seconds: number;
  /** ε_f: the standard deviation of the rounding noise of J. */
  readonly noise: number;
  readonly cost: number;
  readonly tensors: readonly TensorReport[];
  readonly diagnoses: readonly Diagnosis[];
}

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly file: string;
  readonly verdict: Verdict;
  readonly seed: number;
  readonly binding: readonly BindingEntry[];
  /** Other ways to read the file, as labels for a quick pick; the first is the one in use. */
  readonly readings: readonly string[];
  readonly checks: readonly CheckReport[];
  readonly warnings: readonly Warning[];
}

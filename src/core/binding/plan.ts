import type { Key, WireNumber } from './inventory';

/**
 * A plan: which functions are called with what to obtain J and its gradients. Hosts carry plans out without knowing
 * what they mean. Results are kept under names, *slots*; a slot set in `setup` stays for the life of the host.
 */

export type PathPart = { readonly item: Key } | { readonly attribute: string };

/** Where an argument or a result comes from. */
export type Source =
  | { readonly from: 'slot'; readonly slot: string; readonly path?: readonly PathPart[] }
  /** A top-level name of the module: a value, a function or a class. */
  | { readonly from: 'module'; readonly name: string; readonly path?: readonly PathPart[] }
  | { readonly from: 'literal'; readonly value: null | boolean | string | WireNumber }
  | { readonly from: 'list'; readonly items: readonly Source[] }
  /** A dict; in JavaScript a plain object. */
  | { readonly from: 'mapping'; readonly entries: readonly (readonly [string, Source])[] }
  | { readonly from: 'array'; readonly array: MadeArray };

/** An array made by Gradient Lens, because the file has none. */
export interface MadeArray {
  readonly shape: readonly number[];
  readonly dtype: 'float64' | 'int64';
  /** Row-major little-endian float64, base64; whole numbers when `dtype` is `int64`. */
  readonly data: string;
}

/** One step of a plan: a call, or a value given a name. */
export type Step =
  | {
      readonly slot: string;
      readonly call: Source;
      readonly positional: readonly Source[];
      readonly keywords: Readonly<Record<string, Source>>;
    }
  | { readonly slot: string; readonly value: Source }
  /** Σ ⟨a, b⟩ over the pairs, in float64: the cost of a layer whose outputs are weighted by an upstream gradient. */
  | { readonly slot: string; readonly dot: readonly (readonly [Source, Source])[] }
  /** A textbook's cost of an output and its labels, summed over all their components. */
  | { readonly slot: string; readonly cost: TextbookCost; readonly output: Source; readonly labels: Source }
  /** Some of the examples of an array or list: those at `indices` along `axis`. */
  | {
      readonly slot: string;
      readonly take: Source;
      readonly axis: number;
      readonly indices: readonly number[];
    }
  /** Puts a value where another one hangs: `self.lr = 0.125`. The result is the value. */
  | { readonly slot: string; readonly assign: Source; readonly to: Source };

/** With output a and label y: ½(a − y)²; −y ln a − (1 − y) ln(1 − a); −y ln a. */
export type TextbookCost = 'squared-error' | 'binary-cross-entropy' | 'cross-entropy';

/** A parameter that is no array and lies in no container: read by a call, written by a call with one argument. */
export interface Accessors {
  readonly get: Source;
  readonly set: Source;
}

/**
 * What the gradient steps change: (before − after) / rate. `of` is what changes, the parameter itself if absent: a
 * gradient that adds up over calls is the change of itself, at the rate −1. `after` is where the new values are, if the
 * steps return them instead of changing anything; otherwise they are read again from where the old ones were.
 */
export interface Change {
  readonly from: 'change';
  readonly rate: number;
  readonly of?: Source;
  readonly after?: Source;
}

export interface PlannedTensor {
  readonly name: string;
  /** Resolves to the live value inside its container (dict, list, object), so that a host can replace it as well. */
  readonly parameter: Source | Accessors;
  /** Read after the gradient steps; null when the model returns no gradient for this tensor. */
  readonly gradient: Source | Change | null;
}

export interface Plan {
  /** Run for each evaluation of the cost. */
  readonly cost: readonly Step[];
  /** The number J, read after the cost steps. */
  readonly J: Source;
  /** Run to obtain the computed gradients. */
  readonly gradient: readonly Step[];
  readonly tensors: readonly PlannedTensor[];
  /** Seed all generators the host knows with this before each evaluation; null leaves them alone. */
  readonly reseed: number | null;
  /**
   * True to put the state that the steps change (values of the module, what slots hold) back to what it was when the
   * plan was bound, before each evaluation: for costs and gradients that depend on the calls before.
   */
  readonly restore?: boolean;
}

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
  | { readonly slot: string; readonly value: Source };

export interface PlannedTensor {
  readonly name: string;
  /** Resolves to the live value inside its container (dict, list, object), so that a host can replace it as well. */
  readonly parameter: Source;
  /** Read after the gradient steps; null when the model returns no gradient for this tensor. */
  readonly gradient: Source | null;
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
}

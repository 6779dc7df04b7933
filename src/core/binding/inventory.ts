/**
 * What a loaded module holds, as a model host reports it: facts only. The binder (`bind.ts`) decides from these
 * which function or value fills which role.
 */

/** A float64 that survives JSON: NaN and the infinities travel as text. */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A key of a mapping, or an index of a sequence. */
export type Key = string | number;

/** What a value looks like from outside. Hosts describe to a limited depth and length. */
export type Description =
  | ArrayDescription
  | { readonly type: 'number'; readonly value: WireNumber; readonly integer: boolean }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'none' }
  | {
      readonly type: 'mapping';
      readonly length: number;
      readonly entries: readonly { readonly key: Key; readonly value: Description }[];
    }
  | {
      readonly type: 'sequence';
      readonly kind: 'list' | 'tuple';
      readonly length: number;
      readonly items: readonly Description[];
    }
  | {
      readonly type: 'object';
      readonly className: string;
      readonly attributes: readonly { readonly name: string; readonly value: Description }[];
      readonly methods: readonly FunctionFact[];
    }
  | { readonly type: 'function'; readonly function: FunctionFact }
  | { readonly type: 'other'; readonly className: string };

/** A numeric array: an ndarray, or a rectangular nested list of numbers (`container: 'list'`). */
export interface ArrayDescription {
  readonly type: 'array';
  readonly container: 'array' | 'list' | 'typed-array' | 'matrix';
  readonly shape: readonly number[];
  /** As the language names it: `float64`, `float32`, `int64`, `bool`, `uint8`, `complex128`, `object`. */
  readonly dtype: string;
  /** Smallest and largest value; absent for empty, complex and object arrays. */
  readonly min?: WireNumber;
  readonly max?: WireNumber;
  /** True if every value is a whole number. */
  readonly integerValued?: boolean;
  /** Equal for two descriptions of the same object in memory, so that tied tensors can be told. */
  readonly identity: number;
}

export interface ParameterFact {
  readonly name: string;
  readonly kind: 'positional' | 'keyword' | 'rest' | 'rest-keyword';
  /** The default value, if there is one. */
  readonly default?: Description;
}

export interface FunctionFact {
  readonly name: string;
  /** Arguments without `self`. */
  readonly parameters: readonly ParameterFact[];
  /** Path of the file that defines it; may be another one than the model file. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  readonly endLine: number;
  /** For each `return` statement, the source text of each returned expression: `return A2, cache` is ["A2", "cache"]. */
  readonly returns: readonly (readonly string[])[];
  /** Names of functions and classes of its module that its text uses, so that what it calls can be told. */
  readonly uses?: readonly string[];
}

export interface ClassFact {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly constructorParameters: readonly ParameterFact[];
  readonly methods: readonly FunctionFact[];
}

export interface ValueFact {
  readonly name: string;
  readonly value: Description;
}

/** A top-level statement that was not run. Lines are one-based and inclusive. */
export interface LeftOut {
  readonly line: number;
  readonly endLine: number;
  readonly reason: string;
}

export interface Inventory {
  readonly file: string;
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly values: readonly ValueFact[];
  /** Modules the host replaced by inert stand-ins, e.g. `matplotlib`. */
  readonly standIns: readonly string[];
  /** Sections of a notebook that raised while loading, and were left at that. */
  readonly failed?: readonly FailedSection[];
}

/** Lines are one-based and inclusive. */
export interface FailedSection {
  readonly line: number;
  readonly endLine: number;
  /** The line that raised. */
  readonly at: number;
  readonly message: string;
}

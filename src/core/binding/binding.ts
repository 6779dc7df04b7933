import type { HostFailure } from '../failure';
import type { Problem } from '../problem';
import type { Description, Inventory } from './inventory';
import type { TrainingLoop } from './script/trainingLoop';
import type { Plan, Step } from './plan';
import type { WrittenCall } from './writtenCalls';

export interface BindingEntry {
  readonly role: string;
  readonly name: string;
  readonly line: number | null;
  /** In words: by name, made, by the contract, ... */
  readonly how: string;
  /** The check it belongs to, where a file has several. */
  readonly subject?: string;
  /** The file of the line, if it is not the model's own. */
  readonly file?: string;
  /** In a notebook: the cell of the line. */
  readonly cell?: number;
}

export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  /** In a notebook: the cell of the line. */
  readonly cell?: number;
}

/** Carries out setup steps and tells what came of each; how the binder learns what a call returns. */
export interface Runner {
  run(steps: readonly Step[]): Promise<RunOutcome>;
}

export type RunOutcome =
  | { readonly ok: true; readonly results: readonly Description[] }
  | { readonly ok: false; readonly failure: HostFailure };

export interface BindOptions {
  /** Label of the reading to take, as listed in `Binding.readings`; null takes the best one. */
  readonly reading: string | null;
  /** Only the reading that uses this function or class, e.g. the one at the cursor. */
  readonly subject: string | null;
  /** For made inputs. */
  readonly seed: number;
  /** How many examples to make where the file has no data. */
  readonly examples: number;
  /** Use only that many of the examples of the file's own data; absent or null for all of them. */
  readonly subset?: number | null;
  /** True to build networks of the file's own sizes, where their initialization is looked at; absent for small ones. */
  readonly ownSizes?: boolean;
  /** Loops at the top level of a script that train, of which the host has made functions. */
  readonly loops?: readonly TrainingLoop[];
  /** Calls in the text whose arguments it states: how the file itself makes its networks. */
  readonly calls?: readonly WrittenCall[];
}

export interface LoopDoubts {
  /** The name of J, which a loop may compute only to print it. */
  readonly cost: string;
  /** Costs of textbooks that the gradients may be those of. */
  readonly otherCosts: readonly { readonly name: string; readonly plan: Plan }[];
  /** Other costs of the loop, of which some of the gradients may be. */
  readonly besides: readonly { readonly name: string; readonly plan: Plan }[];
  /** True if a gradient is what the update changes, against its learning rate or a hidden one. */
  readonly changes: boolean;
  /** Why gradients may be right although they are not those of J, as far as the text tells; null if nothing says so. */
  readonly why: string | null;
}

export interface Binding {
  /** `model`, or the layer that is checked alone: `affine`. */
  readonly subject: string;
  readonly plan: Plan;
  /** The same update at another learning rate: only a gradient that both give alike is one. */
  readonly otherRate?: Plan;
  /** What the gradients are known up to, if anything: the learning rate of an update that hides it. */
  readonly upTo?: 'learning-rate';
  /** For a file without a cost: what its gradients may be the gradients of, the first of them as in `plan`. */
  readonly assumedCosts?: readonly { readonly name: string; readonly plan: Plan }[];
  /** For a loop that trains: what may make its gradients look wrong although they are right. */
  readonly loop?: LoopDoubts;
  /** Where an argument can be understood in another way: the gradients are wrong only if they are so in every way. */
  readonly otherReadings?: readonly { readonly name: string; readonly plan: Plan }[];
  /** Only the order of what is returned tells which gradient is which. */
  readonly byPosition?: boolean;
  /** Layers: parameters whose gradients may be means over that many examples, where J is a sum (`convention.ts`). */
  readonly meanOver?: { readonly examples: number; readonly tensors: readonly string[] };
  readonly entries: readonly BindingEntry[];
  /** Labels of all readings that fit, the one taken first. */
  readonly readings: readonly string[];
  readonly warnings: readonly Warning[];
  /** Number of examples m in the inputs, of classes or outputs in the labels; null where unknown. */
  readonly examples: number | null;
  readonly classes: number | null;
  /** Names of the functions that compute the gradient, innermost last; the line to blame when nothing is traced. */
  readonly backward: { readonly name: string; readonly file: string; readonly line: number } | null;
}

/** Something that looks as if it could be checked, and why it could not be called. */
export interface Unbound {
  readonly subject: string;
  readonly problem: Problem;
}

export type BindingResult =
  | {
      readonly ok: true;
      /** The main one first: the model, then every layer that the model does not use. */
      readonly bindings: readonly [Binding, ...Binding[]];
      readonly unbound: readonly Unbound[];
    }
  | { readonly ok: false; readonly problem: Problem };

/** Finds out how a loaded module is to be called. Implemented in `bind.ts`. */
export type Bind = (inventory: Inventory, runner: Runner, options: BindOptions) => Promise<BindingResult>;

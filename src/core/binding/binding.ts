import type { HostFailure } from '../failure';
import type { Problem } from '../problem';
import type { Description, Inventory } from './inventory';
import type { Plan, Step } from './plan';

export interface BindingEntry {
  readonly role: string;
  readonly name: string;
  readonly line: number | null;
  /** In words: by name, made, by the contract, ... */
  readonly how: string;
}

export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
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
}

export interface Binding {
  readonly plan: Plan;
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

export type BindingResult =
  { readonly ok: true; readonly binding: Binding } | { readonly ok: false; readonly problem: Problem };

/** Finds out how a loaded module is to be called. Implemented in `bind.ts`. */
export type Bind = (inventory: Inventory, runner: Runner, options: BindOptions) => Promise<BindingResult>;

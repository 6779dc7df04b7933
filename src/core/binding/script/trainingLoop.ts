/** A loop at the top level of a script that trains; hosts make one pass of it callable under its name. */
export interface TrainingLoop {
  /** As which function of the module one pass can be called. */
  readonly name: string;
  /** One-based, inclusive. */
  readonly line: number;
  readonly endLine: number;
  /** Where it stands in words, if the line alone does not tell: `cell 3, line 2`. */
  readonly where?: string;
  /** Lines of the loops that end after their first pass: the outermost first, which is the loop itself. */
  readonly once: readonly number[];
  /** Names that one pass assigns, with the line of the last assignment, in order. */
  readonly assigned: readonly { readonly name: string; readonly line: number }[];
  /** Variables of the pass itself, which its function returns by name; absent where all are names of the module. */
  readonly returns?: readonly string[];
  /** Targets of updates such as `W1 -= lr * dW1`: `W1`, `net.b`, `params["W1"]`. */
  readonly steps: readonly string[];
  /** Names that every such update reads besides its target. */
  readonly stepNames: readonly string[];
  /** The line of the first update. */
  readonly updateLine: number;
  /** The costs that one pass computes, by name. */
  readonly costs: readonly LoopCost[];
  /** True if one pass updates the same parameter again and again. */
  readonly repeats: boolean;
}

export interface LoopCost {
  readonly name: string;
  /** Names of other costs that it is made of. */
  readonly parts: readonly string[];
  /** True if it is of other examples than the updates. */
  readonly otherData: boolean;
}

/** What a host needs to know of a loop. */
export type LoopToCall = Pick<TrainingLoop, 'name' | 'line' | 'once' | 'returns'>;

export function loopToCall({ name, line, once, returns }: TrainingLoop): LoopToCall {
  return { name, line, once, ...(returns && { returns }) };
}

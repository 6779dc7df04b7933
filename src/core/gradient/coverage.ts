/** What is known of a tensor of which not every component was checked by itself. */
export interface Coverage {
  /** Row-major indices of the components that were, ascending. */
  readonly checked: readonly number[];
  /** Boxes of components that do not overlap and together cover the tensor. */
  readonly blocks: readonly Block[];
  /** Most of the tensor is wrong, so its components were only sampled. */
  readonly dense: boolean;
  /** False if the budget ended the search for wrong components. */
  readonly complete: boolean;
  /** Bounds of the relative difference of the tensor (95%). */
  readonly relativeDifference: { readonly low: number; readonly high: number };
}

/** A box of components: `from` is inclusive and `to` exclusive, one number per axis. */
export interface Block {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Bounds of ‖e‖₂ in it (95%). */
  readonly low: number;
  readonly high: number;
  readonly finding: 'agrees' | 'disagrees' | 'unresolved';
}

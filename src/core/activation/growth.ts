export type NumberFormat = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** Growth of a quantity from layer to layer: g = exp(mean of the increments of ln RMS). */
export interface Growth {
  /** Number of increments n. */
  readonly increments: number;
  /** Factor per layer; of a power law, the factor of the last layer. NaN without increments. */
  readonly perLayer: number;
  /** 95% interval of `perLayer`, from the spread of the increments; equal ends where they are all the same. */
  readonly interval: readonly [number, number];
  /** Which law explains the increments better; 'exponential' with too few to tell. */
  readonly law: 'exponential' | 'power';
  /** Of a power law s ∝ ℓᵖ: p and its interval. */
  readonly exponent: { readonly value: number; readonly interval: readonly [number, number] } | null;
  /** Last over first RMS, in the direction of the run: the loss of the gradient counts from the last layer to the first. */
  readonly total: number;
  readonly verdict: GrowthVerdict;
  /** The first layer, in the direction of the run, at which the change so far exceeds the factor; null if none. */
  readonly firstBad: number | null;
  /** The layer from which on everything is exactly zero; null if none. */
  readonly zeroFrom: number | null;
}

/** 'unknown' with fewer than three increments, unless the change alone exceeds the factor. */
export type GrowthVerdict = 'stable' | 'exploding' | 'vanishing' | 'unknown';

/** Where a number format ends, seen or extended by the fitted growth; layers are one-based and may lie beyond the depth. */
export interface FormatLimit {
  readonly format: NumberFormat;
  readonly direction: 'forward' | 'backward';
  readonly kind: 'overflow' | 'underflow';
  /**
   * The layer at which it happens; backward it counts from the last layer towards the first, as layers from the end
   * (1 is the last). Of 1.5·I and float32, the first ℓ with 1.5^ℓ · s₀ > 3.4e38.
   */
  readonly layer: number;
  /** True if it happens within the network as it is. */
  readonly within: boolean;
}

/** Total change beyond which growth is called exploding or vanishing, unless told otherwise. */
export const worstFactor = 100;

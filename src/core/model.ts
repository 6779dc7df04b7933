import type { Description } from './binding/inventory';

/**
 * The model as the algorithms see it: tensors, and a way to ask for costs at points. Model hosts implement it; tests
 * implement it with closed forms. θ and the computed gradient ĝ stay on the other side.
 */

export interface Tensor {
  readonly name: string;
  /** Shape of the parameter; `[]` is a single number. */
  readonly shape: readonly number[];
  /** Number of components. */
  readonly size: number;
  /** ‖θ‖₂ of the tensor. */
  readonly norm: number;
  /** Facts about the computed gradient; null when there is none. */
  readonly gradient: GradientFacts | null;
  /** What was found where the gradient should be, if that is no numeric array: None, text, ... */
  readonly found?: Description;
}

export interface GradientFacts {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Same number of components and same shape up to axes of length 1. */
  readonly fits: boolean;
  readonly finite: boolean;
  /** ‖ĝ‖₂; NaN unless it fits. */
  readonly norm: number;
}

/** A direction in parameter space. Indices are row-major within the tensor. */
export type Direction =
  | { readonly kind: 'component'; readonly tensor: number; readonly index: number }
  /** Seeded normal vector on components [start, start + count) of a tensor, scaled to unit norm if `unit`. */
  | {
      readonly kind: 'normal';
      readonly tensor: number;
      readonly start: number;
      readonly count: number;
      readonly seed: number;
      readonly unit: boolean;
    }
  /**
   * The seeded normal vector of the whole tensor inside a box, and zero outside: `from` is inclusive and `to` exclusive,
   * one number per axis. Boxes of one seed are parts of the same vector.
   */
  | {
      readonly kind: 'box';
      readonly tensor: number;
      readonly from: readonly number[];
      readonly to: readonly number[];
      readonly seed: number;
    }
  /** The parameter's own value: a step s along it multiplies the tensor by 1 + s. */
  | { readonly kind: 'parameter'; readonly tensor: number }
  /** Given values for components from `start` on: base64 of little-endian float64 (`float64Block`). */
  | { readonly kind: 'values'; readonly tensor: number; readonly start: number; readonly data: string };

export interface Perturbation {
  readonly direction: Direction;
  readonly step: number;
}

/** A point: the base point plus the sum of its perturbations. The empty list is the base point itself. */
export type Point = readonly Perturbation[];

export interface DirectionFacts {
  /** ‖v‖₂. */
  readonly norm: number;
  /** ⟨ĝ, v⟩ with the computed gradient at the base point. */
  readonly gradientDot: number;
}

/** `complex` moves component i by the imaginary number iε. */
export type SweepScheme = 'central' | 'forward' | 'complex';

export interface SweepRequest {
  readonly tensor: number;
  /** A range, or a list of row-major indices. */
  readonly components: { readonly start: number; readonly count: number } | readonly number[];
  /** ε: component i moves by step · max(1, |θᵢ|). */
  readonly step: number;
  readonly scheme: SweepScheme;
}

export interface SweepReply {
  /** J(θ + εeᵢ), NaN where the evaluation failed; Im J(θ + iεeᵢ) for the complex scheme. */
  readonly plus: Float64Array;
  /** J(θ − εeᵢ); empty for the other schemes. */
  readonly minus: Float64Array;
  /** The step as stored: (θᵢ+ε) − (θᵢ−ε) for central, (θᵢ+ε) − θᵢ for forward, ε for complex. */
  readonly width: Float64Array;
}

export interface MovedTo {
  readonly cost: number;
  /** ‖ĝ‖₂ per tensor at the new base point; NaN where there is none. */
  readonly gradientNorms: readonly number[];
}

export interface Model {
  readonly tensors: readonly Tensor[];
  /** J at the base point, evaluated twice; the bits differ when the cost is random. */
  readonly baseCosts: readonly [number, number];
  /** Seconds for one evaluation of J, measured when the model was bound; less of a pool, where many share the time. */
  readonly evaluationSeconds: number;
  /** Evaluations that are made at the same time, which is worth asking for so many at once; 1 if absent. */
  readonly evaluationsAtOnce?: number;
  costs(points: readonly Point[]): Promise<Float64Array>;
  sweep(request: SweepRequest): Promise<SweepReply>;
  directions(directions: readonly Direction[]): Promise<readonly DirectionFacts[]>;
  values(kind: 'parameter' | 'gradient', tensor: number, start: number, count: number): Promise<Float64Array>;
  /** Moves the base point and computes ĝ there. The empty point restores the original parameters exactly. */
  move(point: Point): Promise<MovedTo>;
}

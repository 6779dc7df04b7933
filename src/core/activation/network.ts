import type { ArrayStatistics } from './record';
import type { Place } from '../place';

export const activationFunctions = [
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'tanh',
  'sigmoid',
  'softplus',
  'softmax',
  'identity',
] as const;
export type ActivationFunction = (typeof activationFunctions)[number];

/** What was recognised between a pre-activation Z and its activation A. */
export interface RecognizedActivation {
  readonly name: ActivationFunction;
  /** Slope of the negative side of a leaky ReLU, α of an ELU; null for the others. */
  readonly parameter: number | null;
  /** From the numbers of (Z, A), or from a name in the text where the pair is not at hand. */
  readonly from: 'values' | 'name';
}

/** One role of a layer: the arrays that had it in the run, taken together if there were several (one per example). */
export interface LayerArray {
  /** As the text calls it (`Z1`), else what it is (`Z of layer 1`). */
  readonly name: string;
  readonly place: Place | null;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly statistics: ArrayStatistics;
  /** Axis of the units, and of the examples; null where there is none, or it is not known. */
  readonly unitsAxis: number | null;
  readonly examplesAxis: number | null;
  /** How many arrays this is: 1, or the number of calls for single examples, minibatches or parts. */
  readonly arrays: number;
}

/** A weight tensor of a layer. */
export interface LayerWeights {
  /** Number among the model's tensors, of which it may be a part; null if it is none of them. */
  readonly tensor: number | null;
  /** `W1`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly statistics: ArrayStatistics;
  readonly fanIn: number;
  readonly fanOut: number;
  /** True if W has shape (fanOut, fanIn), false for (fanIn, fanOut); null where it is a convolution or not known. */
  readonly outputsFirst: boolean | null;
  /** All rows (or columns) that were compared are equal: units that start alike stay alike. */
  readonly symmetric: boolean;
  /** Line where the text makes it, if known. */
  readonly place: Place | null;
}

export interface LayerBiases {
  readonly tensor: number | null;
  readonly name: string;
  readonly statistics: ArrayStatistics;
}

/** One layer in order of execution: Z = W A_prev + b, A = φ(Z). What could not be told is null. */
export interface Layer {
  /** One-based, in order of execution. */
  readonly number: number;
  /** How it was found: by Z = W A + b, by A = φ(Z), or by the names in the text. */
  readonly from: 'product' | 'activation' | 'name' | 'pattern';
  readonly weights: LayerWeights | null;
  readonly biases: LayerBiases | null;
  readonly preActivation: LayerArray | null;
  readonly activation: LayerArray | null;
  readonly activationFunction: RecognizedActivation | null;
  /** ∂J/∂Z and ∂J/∂A as the model's backward pass made them. */
  readonly preActivationGradient: LayerArray | null;
  readonly activationGradient: LayerArray | null;
}

/** The first array of the run, in order of execution, that held a value that is not finite. */
export interface NonFinite {
  readonly kind: 'nan' | 'infinity';
  /** How many of its values. */
  readonly count: number;
  readonly of: number;
  readonly name: string;
  readonly place: Place | null;
  /** Layer whose array it is, or the layer after which it was made; null if none. */
  readonly layer: number | null;
  readonly backward: boolean;
  /** True if a later array of the shape of a parameter, as its gradient is, holds NaN; else absent. */
  readonly spoils?: true;
}

export interface Network {
  /** The inputs of the first layer, A_0. */
  readonly input: LayerArray | null;
  readonly layers: readonly Layer[];
  readonly nonFinite: NonFinite | null;
  /** Number of examples m, if known. */
  readonly examples: number | null;
}

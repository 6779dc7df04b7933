import type { Layer, RecognizedActivation } from '../network';
import type { Bias } from './biases';
import type { WeightCandidate } from './weights';

/** A layer while it is put together: numbers of records for each role, one for each pass. */
export interface Draft {
  from: Layer['from'];
  weights: WeightCandidate | null;
  outputsFirst: boolean | null;
  bias: Bias | null;
  /** What each product takes in; empty where the layer was found otherwise. */
  inputs: number[];
  z: number[];
  a: number[];
  dz: number[];
  da: number[];
  /** True if A was told by its values, false if only by its being the next input. */
  sure: boolean;
  activationFunction: RecognizedActivation | null;
  unitsAxis: number | null;
  /** Axis of the examples; null with a single vector, or where it is not known. */
  examplesAxis: number | null;
}

export function emptyDraft(from: Layer['from']): Draft {
  return {
    from,
    weights: null,
    outputsFirst: null,
    bias: null,
    inputs: [],
    z: [],
    a: [],
    dz: [],
    da: [],
    sure: true,
    activationFunction: null,
    unitsAxis: null,
    examplesAxis: null,
  };
}

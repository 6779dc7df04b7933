import type { PlannedTensor } from '../core/binding/plan';
import { internalError } from './failures';
import type { Storage } from './storage';

/** A gradient as the model computed it, copied out, because the model may use its arrays again. */
export interface ComputedGradient {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly fits: boolean;
  readonly values: Float64Array;
}

export interface HostTensor {
  readonly planned: PlannedTensor;
  storage: Storage;
  /** The components at the base point. */
  base: Float64Array;
  /** The components as they were bound. */
  readonly original: Float64Array;
  /** The model writes to it, or puts another value in its place, while it is evaluated: put it back each time. */
  guarded: boolean;
  /** ĝ at the base point; null when the model returns no numeric array for it. */
  gradient: ComputedGradient | null;
}

/** A plan that is bound: its tensors, and the two things the model can be asked for. */
export interface BoundModel {
  readonly tensors: readonly HostTensor[];
  /** J with the components as they are now. Throws what the model throws. */
  evaluate(): number;
  /** The same, but without putting back the state of the model that a plan wants put back. */
  evaluateAsIs(): number;
  /**
   * Im J(θ + i·distance·eᵢ): the cost where component `index` of a tensor alone is complex, NaN where it is not finite. Null
   * of a model whose numbers are real. Throws what the model throws, as a failure of kind `not-complex`.
   */
  readonly imaginaryCost: ((tensor: HostTensor, index: number, distance: number) => number) | null;
  /** Runs the gradient steps and returns, for each tensor, what the model returned. */
  computeGradients(): readonly unknown[];
  /** Seconds one evaluation may take. */
  readonly timeLimit: number;
}

/** Puts back what the model is known to have changed. */
export function putBackGuarded(model: BoundModel): void {
  for (const { guarded, storage, base } of model.tensors) {
    if (!guarded) continue;
    storage.reclaim();
    storage.restore(base);
  }
}

/** Puts every tensor back to the base point, whatever happened. */
export function putBackAll(model: BoundModel): void {
  for (const { storage, base } of model.tensors) {
    storage.reclaim();
    storage.restore(base);
  }
}

export function tensorAt(model: BoundModel, index: number): HostTensor {
  const tensor = model.tensors[index];
  if (tensor === undefined) throw internalError(`There is no tensor ${index} among ${model.tensors.length}.`);
  return tensor;
}

/** ‖v‖₂, scaled so that neither very large nor very small components are lost. */
export function norm(values: Float64Array): number {
  let largest = 0;
  for (const x of values) {
    if (Number.isNaN(x)) return NaN;
    largest = Math.max(largest, Math.abs(x));
  }
  if (largest === 0 || largest === Infinity) return largest;
  let sum = 0;
  for (const x of values) sum += (x / largest) ** 2;
  return largest * Math.sqrt(sum);
}

export function dot(a: Float64Array, b: Float64Array, offset = 0): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += (a[offset + i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}

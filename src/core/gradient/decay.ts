import type { TensorCheck } from './assess';
import { proportionTo } from './proportion';

/** Gradients that exceed the true ones by c·θ, as of a cost with ½c Σ θ² more: weight decay. */
export interface Decay {
  readonly factor: number;
  /** Indices in `check.tensors` of those that decay. */
  readonly tensors: readonly number[];
}

/**
 * The decay c that explains every gradient that is not right, or null.
 * @param parameters θ of each of the tensors
 */
export function decayOf(tensors: readonly TensorCheck[], parameters: readonly Float64Array[]): Decay | null {
  const wrong = [...tensors.keys()].filter((i) => tensors[i]!.decision.verdict !== 'correct');
  const factors = wrong.map((i) => proportionTo(parameters[i]!, tensors[i]!)?.factor ?? null);
  // One number always is a multiple of another.
  if (!wrong.some((i) => parameters[i]!.length > 1)) return null;
  const [first] = factors;
  if (first === undefined || first === null || first <= 0) return null;
  const alike = factors.every((factor) => factor !== null && Math.abs(factor - first) <= 1e-4 * first);
  return alike ? { factor: first, tensors: wrong } : null;
}

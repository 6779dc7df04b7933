import type { TensorCheck } from './assess';

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
  const factors = wrong.map((i) => factorOf(tensors[i]!, parameters[i]!));
  // One number always is a multiple of another.
  if (!wrong.some((i) => parameters[i]!.length > 1)) return null;
  const [first] = factors;
  if (first === undefined || first === null || first <= 0) return null;
  const alike = factors.every((factor) => factor !== null && Math.abs(factor - first) <= 1e-4 * first);
  return alike ? { factor: first, tensors: wrong } : null;
}

/** c of ĝ − g ≈ c·θ, if the whole tensor follows it. */
function factorOf(
  { computed, numerical, obstacle, decision }: TensorCheck,
  theta: Float64Array,
): number | null {
  if (obstacle !== null || computed === null || numerical === null) return null;
  const excess = computed.map((value, i) => value - numerical[i]!);
  const factor = dot(excess, theta) / dot(theta, theta);
  const rest = excess.map((value, i) => value - factor * theta[i]!);
  const size = norm(excess);
  const error = decision.relativeResolution * (norm(computed) + norm(numerical));
  const fits = size > 30 * error && norm(rest) <= Math.max(1e-6 * size, 3 * error);
  return fits ? factor : null;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function norm(values: Float64Array): number {
  return Math.sqrt(dot(values, values));
}

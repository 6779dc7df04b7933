import { norm } from './norm';
import type { TensorCheck } from './assess';
import type { ModelCheck } from './check';
import { relativeDifference } from './verdict';

/**
 * Gradients that are right in another order than that of their tensors: for each tensor of the check the one whose computed
 * gradient is its true one. Null if there is no such order, or several.
 */
export function otherOrder({ tensors }: ModelCheck): readonly number[] | null {
  const fits = tensors.map((one) => [...tensors.keys()].filter((i) => isTrueFor(tensors[i]!, one)));
  if (fits.some(({ length }) => length !== 1)) return null;
  const order = fits.flat();
  const isOther = order.some((from, to) => from !== to);
  return isOther && new Set(order).size === tensors.length ? order : null;
}

/** True if what was computed for one tensor is the numerical gradient of another, as exactly as that is known. */
function isTrueFor({ computed }: TensorCheck, { numerical, numericalNorm, decision }: TensorCheck): boolean {
  if (computed === null || numerical === null || computed.length !== numerical.length) return false;
  const error = norm(computed.map((value, i) => value - numerical[i]!));
  const norms = numericalNorm + norm(computed);
  return relativeDifference(error, norms) <= Math.max(1e-7, 3 * decision.relativeResolution);
}

import { elementwise, type ElementwiseFunction } from '../functions';

/** A derivative below which hardly any gradient comes through. */
export const leastDerivative = 1e-3;

/** No derivative rises above 1e-3 and falls again within it. */
const step = 1 / 4;

/**
 * The z below which |φ′| < 1e-3 for good; 0 where that is so for all negative z, −∞ for none.
 */
export function flatBelow(name: ElementwiseFunction, parameter: number | null): number {
  const { derivative } = elementwise(name, parameter);
  const flat = (z: number): boolean => Math.abs(derivative(z)) < leastDerivative;
  if (!flat(-1e3)) return -Infinity;
  // From the left, the first step at which φ′ counts, and then the place in it.
  let high = -64;
  while (high < 0 && flat(high)) high += step;
  if (high >= 0) return 0;
  let low = high - step;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (flat(middle)) low = middle;
    else high = middle;
  }
  return low;
}

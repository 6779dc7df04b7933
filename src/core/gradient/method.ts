import type { Model } from '../model';
import type { CheckSettings } from './check';
import type { Method } from './verdict';

/** Tensors of so few components are checked one by one in any case: that costs little more than a few directions. */
export const fewComponents = 16;

/**
 * How to check: exhaustively while that is estimated to take few seconds. What compares whole arrays with each other, as tied
 * tensors and conventions of layers do, needs every component.
 */
export function methodFor(
  model: Model,
  tensors: readonly number[],
  { effort, scheme, tied = [], meanOver = null }: CheckSettings,
): Method {
  if (effort === undefined || tied.length > 0 || meanOver !== null) return 'exhaustive';
  if (effort.method !== 'auto') return effort.method;
  const components = tensors.reduce((sum, tensor) => sum + model.tensors[tensor]!.size, 0);
  const seconds = components * (scheme === 'forward' ? 1 : 2) * model.evaluationSeconds;
  return seconds <= effort.exhaustiveSeconds ? 'exhaustive' : 'adaptive';
}

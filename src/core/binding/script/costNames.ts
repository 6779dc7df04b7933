import { roleOfResult } from '../functionKinds';

/** Names in a loop that trains of what may be its cost, `d_loss` among them: that of a discriminator, if it is a number. */
export function mayBeCost(name: string): boolean {
  return roleOfResult(name) === 'cost' || /^d_?(loss|cost)$/i.test(name);
}

/** `e`, `err`: what a cost may be called, and the difference of output and label is. */
export function mayBeError(name: string): boolean {
  return !/(loss|cost|obj|nll|mse|bce|rmse|sse|entropy)/i.test(name) && name !== 'J';
}

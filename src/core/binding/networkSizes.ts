import type { Role } from './roles';
import type { WrittenCall } from './writtenCalls';

/** Sizes of a network to be built. */
export interface Sizes {
  readonly inputs: number;
  readonly outputs: number;
  /** True where the data prescribe inputs and outputs; otherwise they are a free choice. */
  readonly prescribed: boolean;
  /** True to keep the file's own sizes and scales however large or small; otherwise they are made fit for a check. */
  readonly own?: boolean;
  /** A call in the text that makes such a network, where its values are to be kept as far as they suit. */
  readonly call?: WrittenCall;
}

export const hiddenUnits = 5;
/** A size above this is replaced: a check needs no large network. */
export const largeSize = 32;
/** Weights below this scale leave a check little to see. */
export const smallScale = 0.01;

const sizeRoles: ReadonlySet<Role | null> = new Set([
  'inputSize',
  'hiddenSize',
  'outputSize',
  'layerSizes',
  'hiddenSizes',
]);

export function isSizeRole(role: Role | null): boolean {
  return sizeRoles.has(role);
}

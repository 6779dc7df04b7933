/** True of the weights of a convolution with its two equal sides first, then the channels in and out. */
export function isKernelFirst(shape: readonly number[]): boolean {
  return shape.length === 4 && shape[0] === shape[1] && shape[2] !== shape[3];
}

/** Pairs of an array of pairs. */
export function pairs(flat: Float64Array): [number, number][] {
  return Array.from({ length: flat.length >> 1 }, (_, k) => [flat[2 * k]!, flat[2 * k + 1]!]);
}

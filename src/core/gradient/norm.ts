/** ‖values‖₂, also where the squares would overflow or vanish. */
export function norm(values: ArrayLike<number>): number {
  let square = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    square += values[i]! * values[i]!;
    largest = Math.max(largest, Math.abs(values[i]!));
  }
  if ((square > 1e-280 && square < Infinity) || !(largest > 0 && largest < Infinity))
    return Math.sqrt(square);
  let scaled = 0;
  for (let i = 0; i < values.length; i++) scaled += (values[i]! / largest) ** 2;
  return largest * Math.sqrt(scaled);
}

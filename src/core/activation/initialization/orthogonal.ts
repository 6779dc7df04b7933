import type { Generator } from '../../random';

/**
 * A random matrix of (rows × columns) with orthonormal rows, or columns where there are fewer of these; row-major.
 * Uniform among all such matrices: a product of Householder reflections of normal vectors (Stewart, 1980).
 */
export function orthogonalMatrix(rows: number, columns: number, generator: Generator): Float64Array {
  if (rows <= columns) return orthonormalVectors(rows, columns, generator);
  const vectors = orthonormalVectors(columns, rows, generator);
  const matrix = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) matrix[r * columns + c] = vectors[c * rows + r]!;
  return matrix;
}

/** `count` orthonormal vectors of a length that is at least as large, one after another. */
function orthonormalVectors(count: number, length: number, generator: Generator): Float64Array {
  const vectors = new Float64Array(count * length);
  const normal = new Float64Array(length);
  for (let k = count - 1; k >= 0; k--) {
    let square = 0;
    for (let i = k; i < length; i++) {
      normal[i] = generator.normal();
      square += normal[i]! ** 2;
    }
    // The reflection takes the normal vector to the axis k, and away from it, so that nothing cancels.
    const sign = normal[k]! < 0 ? -1 : 1;
    const scale = 1 / (square + Math.abs(normal[k]!) * Math.sqrt(square));
    normal[k]! += sign * Math.sqrt(square);
    vectors[k * length + k] = -sign;
    for (let j = k; j < count; j++) reflect(vectors, j * length, normal, k, length, scale);
  }
  return vectors;
}

function reflect(
  vectors: Float64Array,
  at: number,
  normal: Float64Array,
  from: number,
  to: number,
  scale: number,
): void {
  let product = 0;
  for (let i = from; i < to; i++) product += normal[i]! * vectors[at + i]!;
  product *= scale;
  for (let i = from; i < to; i++) vectors[at + i]! -= product * normal[i]!;
}

/** A matrix of (rows × columns), row-major. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Rows that are chosen. */
export function chosenRows({ columns, values }: Rows, chosen: Uint32Array): Rows {
  const out = new Float64Array(chosen.length * columns);
  chosen.forEach((row, at) => out.set(values.subarray(row * columns, (row + 1) * columns), at * columns));
  return { rows: chosen.length, columns, values: out };
}

/** Columns that are chosen, as rows. */
export function chosenColumns({ rows, columns, values }: Rows, chosen: Uint32Array): Rows {
  const out = new Float64Array(chosen.length * rows);
  for (let i = 0; i < rows; i++)
    for (let at = 0; at < chosen.length; at++) out[at * rows + i] = values[i * columns + chosen[at]!]!;
  return { rows: chosen.length, columns: rows, values: out };
}

/** A Aᵀ / divisor, as rows. */
export function gram({ rows, columns, values }: Rows, divisor: number): number[][] {
  const out = Array.from({ length: rows }, () => new Array<number>(rows).fill(0));
  for (let a = 0; a < rows; a++) {
    const first = a * columns;
    for (let b = 0; b <= a; b++) {
      const second = b * columns;
      // Several sums at a time, because each addition waits for the one before.
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let k = 0;
      for (; k + 3 < columns; k += 4) {
        s0 += values[first + k]! * values[second + k]!;
        s1 += values[first + k + 1]! * values[second + k + 1]!;
        s2 += values[first + k + 2]! * values[second + k + 2]!;
        s3 += values[first + k + 3]! * values[second + k + 3]!;
      }
      for (; k < columns; k++) s0 += values[first + k]! * values[second + k]!;
      out[a]![b] = out[b]![a] = (s0 + s1 + s2 + s3) / divisor;
    }
  }
  return out;
}

/** The largest eigenvalue of AᵀA / divisor, by a few steps of power iteration: never more than it is. */
export function largestEigenvalue({ rows, columns, values }: Rows, divisor: number): number {
  let vector: Float64Array = new Float64Array(columns);
  // A start that no eigenvector is likely to be orthogonal to.
  for (let j = 0; j < columns; j++) vector[j] = 1 + 0.5 * Math.sin(12.9898 * (j + 1));
  let found = 0;
  for (let step = 0; step < 15; step++) {
    const product = new Float64Array(columns);
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < rows; i++) {
      const row = values.subarray(i * columns, (i + 1) * columns);
      const along = dot(row, vector) / length;
      for (let j = 0; j < columns; j++) product[j]! += along * row[j]!;
    }
    const next = Math.sqrt(dot(product, product)) / divisor;
    vector = product;
    if (Math.abs(next - found) <= 1e-4 * next) return next;
    found = next;
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

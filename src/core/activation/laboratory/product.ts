/** A matrix in row-major order, or transposed. */
export interface Factor {
  readonly values: Float64Array;
  readonly transposed: boolean;
}

/**
 * C = W B of (n × n) and (n × m). Four columns of W at a time go into two rows of C, which stay in the nearest cache;
 * no product is left out, so that 0 · ∞ is NaN as it is in numpy.
 */
export function multiply(
  { values: w, transposed }: Factor,
  b: Float64Array,
  c: Float64Array,
  n: number,
): void {
  const m = c.length / n;
  const [down, across] = transposed ? [1, n] : [n, 1];
  c.fill(0);
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const top = i * m;
    const bottom = top + m;
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const at = i * down + k * across;
      const p0 = w[at]!;
      const p1 = w[at + across]!;
      const p2 = w[at + 2 * across]!;
      const p3 = w[at + 3 * across]!;
      const below = at + down;
      const q0 = w[below]!;
      const q1 = w[below + across]!;
      const q2 = w[below + 2 * across]!;
      const q3 = w[below + 3 * across]!;
      const b0 = k * m;
      const b1 = b0 + m;
      const b2 = b1 + m;
      const b3 = b2 + m;
      for (let j = 0; j < m; j++) {
        const x0 = b[b0 + j]!;
        const x1 = b[b1 + j]!;
        const x2 = b[b2 + j]!;
        const x3 = b[b3 + j]!;
        c[top + j]! += p0 * x0 + p1 * x1 + (p2 * x2 + p3 * x3);
        c[bottom + j]! += q0 * x0 + q1 * x1 + (q2 * x2 + q3 * x3);
      }
    }
    for (; k < n; k++) {
      addMultiple(w[i * down + k * across]!, b, k * m, c, top, m);
      addMultiple(w[(i + 1) * down + k * across]!, b, k * m, c, bottom, m);
    }
  }
  if (i < n) for (let k = 0; k < n; k++) addMultiple(w[i * down + k * across]!, b, k * m, c, i * m, m);
}

function addMultiple(
  factor: number,
  b: Float64Array,
  from: number,
  c: Float64Array,
  to: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) c[to + j]! += factor * b[from + j]!;
}

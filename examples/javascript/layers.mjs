// Two layers as pairs of functions, each of which is checked by itself.

export function affineForward(x, w, b) {
  const out = x.map((row) => b.map((bj, j) => row.reduce((sum, xi, i) => sum + xi * w[i][j], bj)));
  return [out, { x, w, b }];
}

export function affineBackward(dout, cache) {
  const { x, w, b } = cache;
  const dx = dout.map((d) => w.map((row) => row.reduce((sum, wij, j) => sum + wij * d[j], 0)));
  const dw = w.map((row, i) => row.map((_, j) => dout.reduce((sum, d, n) => sum + x[n][i] * d[j], 0)));
  const db = b.map((_, j) => dout.reduce((sum, d) => sum + d[j], 0));
  return [dx, dw, db];
}

export function tanhForward(x) {
  const out = x.map((row) => row.map((v) => Math.tanh(v)));
  return [out, out];
}

export function tanhBackward(dout, cache) {
  return dout.map((row, n) => row.map((d, i) => d * (1 - cache[n][i] * cache[n][i])));
}

// A network of any width, for measuring what observation costs: triple loops over nested lists. Columns are examples.
const matrix = (rows, cols, f) =>
  Array.from({ length: rows }, (_, i) => Float64Array.from({ length: cols }, (_, j) => f(i, j)));
const zeros = (rows, cols) => matrix(rows, cols, () => 0);

function matmul(A, B) {
  const C = zeros(A.length, B[0].length);
  for (let i = 0; i < A.length; i++) {
    for (let k = 0; k < B.length; k++) {
      const a = A[i][k];
      for (let j = 0; j < B[0].length; j++) C[i][j] += a * B[k][j];
    }
  }
  return C;
}

const transpose = (A) => matrix(A[0].length, A.length, (i, j) => A[j][i]);
const tanh = (Z) => Z.map((row) => row.map(Math.tanh));

export function build(width = 256, depth = 4) {
  const wave = (l) => (i, j) => Math.sin(1 + 3 * l + 12.9898 * i + 78.233 * j) * Math.sqrt(2 / width);
  const parameters = {};
  for (let l = 1; l <= depth; l++) parameters['W' + l] = matrix(width, width, wave(l));
  const X = matrix(width, width, (i, j) => Math.cos(i * 7.1 + j * 3.3));
  const forward = () => {
    const A = [X];
    for (let l = 1; l <= depth; l++) {
      const Z = matmul(parameters['W' + l], A[l - 1]);
      A[l] = tanh(Z);
    }
    return A;
  };
  const cost = () =>
    forward()[depth].reduce((sum, row) => row.reduce((s, a) => s + a * a, sum), 0) / (2 * width);
  const gradients = () => {
    const A = forward();
    const grads = {};
    let dA = A[depth].map((row) => row.map((a) => a / width));
    for (let l = depth; l > 0; l--) {
      const dZ = dA.map((row, i) => row.map((d, n) => d * (1 - A[l][i][n] ** 2)));
      grads['W' + l] = matmul(dZ, transpose(A[l - 1]));
      dA = matmul(transpose(parameters['W' + l]), dZ);
    }
    return grads;
  };
  return { parameters, cost, gradients };
}

export const gradientLens = () => build();

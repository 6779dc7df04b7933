/** The network of two-layer.ts with two mistakes in its backward propagation. */

type Matrix = number[][];

interface Parameters {
  W1: Matrix;
  b1: Matrix;
  W2: Matrix;
  b2: Matrix;
}

interface Cache {
  A1: Matrix;
  A2: Matrix;
}

const X: Matrix = [
  [0.5, -1.2, 0.3, 1.7, -0.4, 0.9],
  [1.1, 0.4, -0.8, 0.2, -1.5, 0.6],
];
const Y: Matrix = [[1, 0, 0, 1, 0, 1]];

const matmul = (A: Matrix, B: Matrix): Matrix =>
  A.map((row) => B[0]!.map((_, j) => row.reduce((sum, a, k) => sum + a * B[k]![j]!, 0)));
const transpose = (A: Matrix): Matrix => A[0]!.map((_, j) => A.map((row) => row[j]!));
const map = (A: Matrix, f: (x: number, i: number, j: number) => number): Matrix =>
  A.map((row, i) => row.map((x, j) => f(x, i, j)));
const scale = (A: Matrix, factor: number): Matrix => map(A, (x) => factor * x);
const sumRows = (A: Matrix): Matrix => A.map((row) => [row.reduce((sum, x) => sum + x, 0)]);

export function initializeParameters(inputs = 2, hidden = 3, outputs = 1): Parameters {
  const random = (rows: number, columns: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.random() - 0.5));
  return {
    W1: random(hidden, inputs),
    b1: random(hidden, 1),
    W2: random(outputs, hidden),
    b2: random(outputs, 1),
  };
}

export function forwardPropagation(X: Matrix, parameters: Parameters): Cache {
  const { W1, b1, W2, b2 } = parameters;
  const A1 = map(matmul(W1, X), (z, i) => Math.tanh(z + b1[i]![0]!));
  const A2 = map(matmul(W2, A1), (z, i) => 1 / (1 + Math.exp(-(z + b2[i]![0]!))));
  return { A1, A2 };
}

export function computeCost(A2: Matrix, Y: Matrix): number {
  const m = Y[0]!.length;
  const losses = map(A2, (a, i, j) => -(Y[i]![j]! * Math.log(a) + (1 - Y[i]![j]!) * Math.log(1 - a)));
  return losses.flat().reduce((sum, loss) => sum + loss, 0) / m;
}

export function backwardPropagation(parameters: Parameters, cache: Cache, X: Matrix, Y: Matrix) {
  const m = X[0]!.length;
  const { A1, A2 } = cache;
  const dZ2 = map(A2, (a, i, j) => a - Y[i]![j]!);
  const dW2 = scale(matmul(dZ2, transpose(A1)), 3 / m);
  const db2 = scale(sumRows(dZ2), 1 / m);
  const dA1 = matmul(transpose(parameters.W2), dZ2);
  const dZ1 = map(dA1, (d, i, j) => d * (1 - A1[i]![j]! ** 2));
  const dW1 = scale(matmul(dZ1, transpose(X)), 1 / m);
  const db1 = sumRows(dZ1);
  return { dW1, db1, dW2, db2 };
}

export function train(iterations = 1000, learningRate = 0.5): Parameters {
  const parameters = initializeParameters();
  for (let i = 0; i < iterations; i++) {
    const gradients = backwardPropagation(parameters, forwardPropagation(X, parameters), X, Y);
    for (const name of ['W1', 'b1', 'W2', 'b2'] as const) {
      const step = gradients[`d${name}`];
      parameters[name] = map(parameters[name], (w, i, j) => w - learningRate * step[i]![j]!);
    }
  }
  return parameters;
}

const trained = train();
console.log('cost after training:', computeCost(forwardPropagation(X, trained).A2, Y));

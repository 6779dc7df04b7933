/** Twenty ReLU layers whose weights are twice as large as He's √(2/n): scale doubles from layer to layer. */

type Matrix = number[][];

const inputs = 20;
const widths = Array.from({ length: 20 }, (_, l) => 48 - l);

let state = 1;
const uniform = (): number => (state = (16807 * state) % 2147483647) / 2147483647;
const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const random = (rows: number, columns: number, deviation: number): Matrix =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => deviation * normal()));

const matmul = (A: Matrix, B: Matrix): Matrix =>
  A.map((row) => B[0]!.map((_, j) => row.reduce((sum, a, k) => sum + a * B[k]![j]!, 0)));
const transpose = (A: Matrix): Matrix => A[0]!.map((_, j) => A.map((row) => row[j]!));
const map = (A: Matrix, f: (x: number, i: number, j: number) => number): Matrix =>
  A.map((row, i) => row.map((x, j) => f(x, i, j)));

const X = random(inputs, 50, 1);
const Y = random(widths[19]!, 50, 1);
const weights = widths.map((width, l) => {
  const fanIn = l === 0 ? inputs : widths[l - 1]!;
  return random(width, fanIn, 2 * Math.sqrt(2 / fanIn));
});

function forward(X: Matrix, weights: Matrix[]): Matrix[] {
  const activations = [X];
  for (const W of weights) {
    const Z = matmul(W, activations[activations.length - 1]!);
    activations.push(map(Z, (z) => Math.max(z, 0)));
  }
  return activations;
}

export function cost(X: Matrix, Y: Matrix, weights: Matrix[]): number {
  const A = forward(X, weights)[weights.length]!;
  const errors = map(A, (a, i, j) => (a - Y[i]![j]!) ** 2);
  return errors.flat().reduce((sum, error) => sum + error, 0) / (2 * X[0]!.length);
}

export function backward(X: Matrix, Y: Matrix, weights: Matrix[]): Matrix[] {
  const m = X[0]!.length;
  const activations = forward(X, weights);
  const gradients: Matrix[] = [];
  let dA = map(activations[weights.length]!, (a, i, j) => (a - Y[i]![j]!) / m);
  for (let l = weights.length - 1; l >= 0; l--) {
    const dZ = map(dA, (d, i, j) => (activations[l + 1]![i]![j]! > 0 ? d : 0));
    gradients.unshift(matmul(dZ, transpose(activations[l]!)));
    dA = matmul(transpose(weights[l]!), dZ);
  }
  return gradients;
}

export { X, Y, weights };

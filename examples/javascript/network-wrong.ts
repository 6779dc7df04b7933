/** The network of network.ts with one mistake: the derivative of tanh. */
type Matrix = number[][];

interface Layer {
  forward(x: Matrix): Matrix;
  backward(dout: Matrix): Matrix;
}

const transpose = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));

export class Dense implements Layer {
  W: Matrix;
  b: number[];
  dW: Matrix = [];
  db: number[] = [];
  private input: Matrix = [];

  constructor(inputs: number, outputs: number) {
    this.W = Array.from({ length: inputs }, () => Array.from({ length: outputs }, () => Math.random() - 0.5));
    this.b = Array.from({ length: outputs }, () => 0.2 * Math.random() - 0.1);
  }

  forward(x: Matrix): Matrix {
    this.input = x;
    return multiply(x, this.W).map((row) => row.map((v, j) => v + this.b[j]!));
  }

  backward(dout: Matrix): Matrix {
    this.dW = multiply(transpose(this.input), dout);
    this.db = transpose(dout).map((column) => column.reduce((s, d) => s + d, 0));
    return multiply(dout, transpose(this.W));
  }
}

export class Tanh implements Layer {
  private output: Matrix = [];

  forward(x: Matrix): Matrix {
    this.output = x.map((row) => row.map(Math.tanh));
    return this.output;
  }

  backward(dout: Matrix): Matrix {
    return dout.map((row, n) => row.map((d, i) => d * (1 - this.output[n]![i]!) ** 2));
  }
}

export class Network {
  layers: Layer[] = [new Dense(3, 4), new Tanh(), new Dense(4, 2)];

  forward(x: Matrix): Matrix {
    return this.layers.reduce((out, layer) => layer.forward(out), x);
  }

  loss(x: Matrix, y: Matrix): number {
    const out = this.forward(x);
    let total = 0;
    out.forEach((row, n) => row.forEach((o, k) => (total += 0.5 * (o - y[n]![k]!) ** 2)));
    return total / x.length;
  }

  backward(x: Matrix, y: Matrix): void {
    const out = this.forward(x);
    let delta = out.map((row, n) => row.map((o, k) => (o - y[n]![k]!) / x.length));
    for (const layer of [...this.layers].reverse()) delta = layer.backward(delta);
  }
}

import { scaleEdges } from '../../../../src/core/activation/edges';
import {
  basisPoints,
  type ArrayRecord,
  type ArrayStatistics,
  type Trace,
} from '../../../../src/core/activation/record';
import { Generator } from '../../../../src/core/random';

/** A matrix by rows; a vector is a matrix of one column with `vector` set. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly vector?: boolean;
}

const edges = scaleEdges();

export function matrix(rows: number, columns: number, of: (i: number, j: number) => number): Matrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = of(i, j);
  return { rows, columns, values };
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return matrix(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.values[i * a.columns + k]! * b.values[k * b.columns + j]!;
    return sum;
  });
}

export function transpose(a: Matrix): Matrix {
  return matrix(a.columns, a.rows, (i, j) => a.values[j * a.columns + i]!);
}

export function map(a: Matrix, of: (x: number, i: number, j: number) => number): Matrix {
  return matrix(a.rows, a.columns, (i, j) => of(a.values[i * a.columns + j]!, i, j));
}

export function combine(a: Matrix, b: Matrix, of: (x: number, y: number) => number): Matrix {
  return map(a, (x, i, j) => of(x, b.values[i * b.columns + (b.columns === 1 ? 0 : j)]!));
}

export function normal(random: Generator, rows: number, columns: number, scale = 1): Matrix {
  return matrix(rows, columns, () => scale * random.normal());
}

export type Layout = 'columns' | 'rows';
export type Precision = 'float64' | 'float32';

/** What a program would leave behind: every array it makes, in order. Matrices here are (units, examples). */
export class Run {
  readonly records: ArrayRecord[] = [];
  private readonly parameters: ArrayRecord[] = [];
  readonly tensors: { name: string; shape: readonly number[] }[] = [];

  /**
   * @param layout 'columns': an example is a column; 'rows': it is a row
   * @param vectors arrays of one example have one axis
   */
  constructor(
    readonly layout: Layout = 'columns',
    readonly dtype: Precision = 'float64',
    readonly vectors = false,
  ) {}

  /** An array over units and examples, in the layout of the run; its number. */
  add(target: string | null, line: number, value: Matrix, name = 'model'): number {
    const laid = this.layout === 'columns' ? value : transpose(value);
    this.records.push(this.record(target, line, laid, name, this.vectors && value.columns === 1));
    return this.records.length - 1;
  }

  /** An array that was there before the run, as an operand. */
  outside(target: string, value: Matrix): number {
    const at = this.add(target, 0, value);
    this.records[at] = { ...this.records[at]!, place: null };
    return at;
  }

  /** An array as it stands. */
  raw(target: string | null, line: number, value: Matrix): number {
    this.records.push(this.record(target, line, value, 'model', false));
    return this.records.length - 1;
  }

  parameter(name: string, value: Matrix, vector = false): void {
    const record = this.record(null, 0, value, '', vector);
    this.parameters.push({ ...record, place: null });
    this.tensors.push({ name, shape: record.shape });
  }

  /** Weights or biases that the run makes itself. */
  made(name: string, line: number, value: Matrix, vector = false): void {
    this.records.push(this.record(name, line, value, 'model', vector));
  }

  /** The values as an array of the run holds them. */
  round(value: Matrix): Matrix {
    return this.dtype === 'float64' ? value : map(value, Math.fround);
  }

  get trace(): Trace {
    return { records: this.records, parameters: this.parameters, edges, dropped: 0 };
  }

  private record(target: string | null, line: number, m: Matrix, name: string, vector: boolean): ArrayRecord {
    const row = (i: number): Float64Array => m.values.slice(i * m.columns, (i + 1) * m.columns);
    const column = (j: number): Float64Array =>
      Float64Array.from({ length: m.rows }, (_, i) => m.values[i * m.columns + j]!);
    const numbers = (most: number): number[] => [0, 1].slice(0, most);
    return {
      place: { file: 'net.py', line, column: 5, endLine: line, endColumn: 20, function: name },
      target,
      shape: vector ? [m.values.length] : [m.rows, m.columns],
      dtype: this.dtype,
      statistics: statisticsOf(m, vector),
      rows: vector ? [m.values] : numbers(m.rows).map(row),
      columns: vector ? [] : numbers(m.columns).map(column),
    };
  }
}

/** Exact moments; percentiles and histogram of all values. */
export function statisticsOf(m: Matrix, vector = false): ArrayStatistics {
  const finite = m.values.filter(Number.isFinite);
  const n = finite.length;
  const mean = finite.reduce((s, x) => s + x / n, 0);
  const largest = finite.reduce((s, x) => Math.max(s, Math.abs(x)), 0);
  const scale = largest === 0 ? 1 : largest;
  const sorted = finite.slice().sort();
  const bins = new Map<number, number>();
  for (const x of finite) {
    const found = edges.findIndex((edge) => x < edge);
    const bin = found < 0 ? edges.length : found;
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  const zeroRows = Array.from({ length: m.rows }, (_, i) =>
    m.values.subarray(i * m.columns, (i + 1) * m.columns).every((x) => x === 0),
  ).filter(Boolean).length;
  let zeroColumns = 0;
  for (let j = 0; j < m.columns; j++) {
    let zero = true;
    for (let i = 0; i < m.rows && zero; i++) zero = m.values[i * m.columns + j] === 0;
    if (zero) zeroColumns += 1;
  }
  const zeros = m.values.filter((x) => x === 0).length;
  return {
    count: m.values.length,
    nan: m.values.filter(Number.isNaN).length,
    infinite: m.values.filter((x) => Math.abs(x) === Infinity).length,
    zeros,
    mean: n === 0 ? NaN : mean,
    rms: n === 0 ? NaN : scale * Math.sqrt(finite.reduce((s, x) => s + (x / scale) ** 2 / n, 0)),
    deviation:
      n === 0 ? NaN : scale * Math.sqrt(finite.reduce((s, x) => s + ((x - mean) / scale) ** 2 / n, 0)),
    least: n === 0 ? NaN : sorted[0]!,
    greatest: n === 0 ? NaN : sorted.at(-1)!,
    zeroSlices: vector ? [zeros] : [zeroRows, zeroColumns],
    percentiles: Float64Array.from(basisPoints, (p) => sorted[Math.floor((p / 10_000) * n)] ?? NaN),
    sampled: m.values.length,
    histogram: [...bins].sort(([a], [b]) => a - b).map(([bin, count]) => ({ bin, count })),
  };
}

export const functions = {
  relu: { f: (z: number): number => Math.max(0, z), d: (z: number): number => (z > 0 ? 1 : 0) },
  tanh: { f: Math.tanh, d: (z: number): number => 1 - Math.tanh(z) ** 2 },
  sigmoid: {
    f: (z: number): number => 1 / (1 + Math.exp(-z)),
    d: (z: number): number => Math.exp(-z) / (1 + Math.exp(-z)) ** 2,
  },
  'leaky-relu': {
    f: (z: number): number => (z > 0 ? z : 0.1 * z),
    d: (z: number): number => (z > 0 ? 1 : 0.1),
  },
  identity: { f: (z: number): number => z, d: (): number => 1 },
} as const;
export type FunctionName = keyof typeof functions;

export interface DenseOptions {
  readonly sizes: readonly number[];
  readonly examples: number;
  readonly hidden: FunctionName;
  readonly output?: FunctionName;
  readonly layout?: Layout;
  readonly dtype?: Precision;
  readonly vectors?: boolean;
  /** W has shape (out, in) with examples as columns and (in, out) with rows; true turns it round. */
  readonly turned?: boolean;
  readonly biases?: 'none' | 'zero' | 'random' | 'last';
  /** True if W A is an array of its own before the bias is added. */
  readonly separate?: boolean;
  readonly loop?: boolean;
  readonly seed?: number;
  readonly weight?: (layer: number, i: number, j: number) => number;
  readonly passes?: number;
  readonly gradients?: boolean;
  /** True if the run makes the weights and biases, and there are no parameters. */
  readonly load?: boolean;
}

/** The records that each layer's arrays are. */
export interface Truth {
  readonly w: string;
  readonly b: string | null;
  readonly z: number[];
  readonly a: number[];
  readonly dz: number[];
  readonly da: number[];
}

/** A dense network, run forward and backward, and what is to be found. */
export function dense(options: DenseOptions): { run: Run; truth: Truth[] } {
  const { sizes, examples, hidden, output = hidden, layout = 'columns' } = options;
  const { biases = 'random', separate = true, loop = false, passes = 1, gradients = true } = options;
  const random = new Generator(options.seed ?? 1);
  const run = new Run(layout, options.dtype, options.vectors);
  const parameter = (name: string, value: Matrix, vector = false): void => {
    if (options.load) run.made(name, 5000 + Number(name.slice(1)), value, vector);
    else run.parameter(name, value, vector);
  };
  const depth = sizes.length - 1;
  const weights: Matrix[] = [];
  const bias: (Matrix | null)[] = [];
  const named: [string, Matrix, boolean][] = [];
  for (let l = 1; l <= depth; l++) {
    const [n, m] = [sizes[l - 1]!, sizes[l]!];
    const w = run.round(
      matrix(m, n, (i, j) => options.weight?.(l, i, j) ?? random.normal() * Math.sqrt(2 / n)),
    );
    weights.push(w);
    const outputsFirst = (layout === 'columns') !== (options.turned ?? false);
    parameter(`W${l}`, outputsFirst ? w : transpose(w));
    if (biases === 'none') bias.push(null);
    else {
      const b = run.round(matrix(m, 1, () => (biases === 'zero' ? 0 : 0.3 * random.normal())));
      bias.push(b);
      const laid = layout === 'columns' ? b : transpose(b);
      if (biases === 'last') named.push([`b${l}`, laid, layout === 'rows']);
      else parameter(`b${l}`, laid, layout === 'rows');
    }
  }
  for (const [name, b, vector] of named) parameter(name, b, vector);
  const truth: Truth[] = weights.map((_, k) => ({
    w: `W${k + 1}`,
    b: bias[k] === null ? null : `b${k + 1}`,
    z: [],
    a: [],
    dz: [],
    da: [],
  }));
  for (let pass = 0; pass < passes; pass++) {
    const zs: Matrix[] = [];
    let a = run.round(normal(random, sizes[0]!, examples));
    run.add('x', 1, a);
    for (let l = 1; l <= depth; l++) {
      const line = loop ? 0 : 10 * l;
      const index = loop ? '[l]' : String(l);
      const b = bias[l - 1]!;
      const u = run.round(multiply(weights[l - 1]!, a));
      if (separate && b !== null) run.add(null, line + 2, u);
      const z = b === null ? u : run.round(combine(u, b, (x, y) => x + y));
      truth[l - 1]!.z.push(run.add(`Z${index}`, line + 3, z));
      const name = l === depth ? output : hidden;
      a = name === 'identity' ? z : run.round(map(z, functions[name].f));
      if (name === 'identity') truth[l - 1]!.a.push(truth[l - 1]!.z.at(-1)!);
      else truth[l - 1]!.a.push(run.add(`A${index}`, line + 4, a, name));
      zs.push(z);
    }
    if (!gradients) continue;
    const y = run.round(normal(random, sizes[depth]!, examples, 0.3));
    run.outside('y', y);
    let da = run.round(combine(a, y, (x, target) => (x - target) / examples));
    truth[depth - 1]!.da.push(run.add('dA', 2000, da));
    for (let l = depth; l >= 1; l--) {
      const line = 2000 + (loop ? 1 : 10 * l);
      const name = l === depth ? output : hidden;
      const dz =
        name === 'identity' ? da : run.round(combine(da, zs[l - 1]!, (d, z) => d * functions[name].d(z)));
      if (name === 'identity') truth[l - 1]!.dz.push(truth[l - 1]!.da.at(-1)!);
      else truth[l - 1]!.dz.push(run.add(`dZ${loop ? '' : l}`, line, dz));
      if (l === 1) break;
      da = run.round(multiply(transpose(weights[l - 1]!), dz));
      truth[l - 2]!.da.push(run.add(`dA${loop ? '' : l - 1}`, line + 1, da));
    }
  }
  return { run, truth };
}

import { scaleEdges } from '../../src/core/activation/edges';
import { elementwise, type ElementwiseFunction } from '../../src/core/activation/functions';
import type { Layer, LayerArray, Network, NonFinite } from '../../src/core/activation/network';
import { basisPoints, type ArrayStatistics } from '../../src/core/activation/record';
import { Generator } from '../../src/core/random';

export const edges = scaleEdges();

/** Statistics of values of shape (units, examples), row-major, as a host takes them. */
export function statisticsOf(values: Float64Array, shape: readonly number[]): ArrayStatistics {
  const finite = values.filter(Number.isFinite);
  const largest = finite.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  const mean = finite.reduce((sum, x) => sum + x, 0) / finite.length;
  const bins = new Map<number, number>();
  let zeros = 0;
  let squares = 0;
  for (const x of finite) {
    if (x === 0) zeros += 1;
    squares += (x / unit) ** 2;
    const bin = binOf(x);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return {
    count: values.length,
    nan: values.filter(Number.isNaN).length,
    infinite: values.length - finite.length - values.filter(Number.isNaN).length,
    zeros,
    mean,
    rms: finite.length === 0 ? NaN : unit * Math.sqrt(squares / finite.length),
    deviation: NaN,
    least: finite.reduce((least, x) => Math.min(least, x), Infinity),
    greatest: finite.reduce((greatest, x) => Math.max(greatest, x), -Infinity),
    zeroSlices: shape.map((_, axis) => zeroSlices(values, shape, axis)),
    percentiles: new Float64Array(basisPoints.length).fill(NaN),
    sampled: finite.length,
    histogram: [...bins].sort(([a], [b]) => a - b).map(([bin, count]) => ({ bin, count })),
  };
}

function binOf(x: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function zeroSlices(values: Float64Array, [rows = 0, columns = 0]: readonly number[], axis: number): number {
  const empty = new Uint8Array(axis === 0 ? rows : columns).fill(1);
  for (let i = 0; i < values.length; i++)
    if (values[i] !== 0) empty[axis === 0 ? Math.floor(i / columns) : i % columns] = 0;
  return empty.reduce((sum, x) => sum + x, 0);
}

export function arrayOf(name: string, values: Float64Array, units: number, dtype = 'float64'): LayerArray {
  const shape = [units, values.length / units];
  return {
    name,
    place: null,
    shape,
    dtype,
    statistics: statisticsOf(values, shape),
    unitsAxis: 0,
    examplesAxis: 1,
    arrays: 1,
  };
}

export interface Design {
  readonly seed: number;
  /** Of the input and of each layer. */
  readonly widths: readonly number[];
  readonly examples: number;
  readonly activation: ElementwiseFunction;
  readonly scheme:
    'he' | 'xavier' | 'pytorch' | { readonly identity: number } | { readonly deviation: number };
  /** A_l = A_{l−1} + φ(Z_l)·this; absent: no way around. */
  readonly residual?: number;
  /** The last layer has no φ of its own. */
  readonly linearHead?: boolean;
  readonly backward?: boolean;
  readonly bias?: number;
}

/** Runs a random network forward and backward, with a random ∂J/∂A at its end. Arrays are (units, examples). */
export function randomNetwork(design: Design): Network {
  const { widths, examples, activation } = design;
  const generator = new Generator(design.seed);
  const normals = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => generator.normal());
  const input = normals(widths[0]! * examples);
  const depth = widths.length - 1;
  const weights: Float64Array[] = [];
  const [Z, A]: [Float64Array[], Float64Array[]] = [[], [input]];
  for (let l = 1; l <= depth; l++) {
    const [n, m] = [widths[l - 1]!, widths[l]!];
    const W = weightsOf(design.scheme, m, n, generator);
    const z = product(W, A[l - 1]!, m, n, examples);
    if (design.bias !== undefined) for (let i = 0; i < z.length; i++) z[i] = z[i]! + design.bias;
    if (design.scheme === 'pytorch') {
      for (let i = 0; i < m; i++) {
        const b = (2 * generator.uniform() - 1) / Math.sqrt(n);
        for (let k = 0; k < examples; k++) z[i * examples + k] = z[i * examples + k]! + b;
      }
    }
    const { value } = elementwise(functionOf(l));
    const a = z.map(value);
    const back = design.residual;
    if (back !== undefined) for (let i = 0; i < a.length; i++) a[i] = A[l - 1]![i]! + back * a[i]!;
    weights.push(W);
    Z.push(z);
    A.push(a);
  }
  const dZ: Float64Array[] = [];
  if (design.backward !== false) {
    let dA = normals(widths[depth]! * examples);
    for (let l = depth; l >= 1; l--) {
      const { derivative } = elementwise(functionOf(l));
      const z = Z[l - 1]!;
      const d = dA.map((x, i) => x * derivative(z[i]!) * (design.residual ?? 1));
      dZ[l - 1] = d;
      const through = transposed(weights[l - 1]!, d, widths[l]!, widths[l - 1]!, examples);
      dA = design.residual === undefined ? through : through.map((x, i) => x + dA[i]!);
    }
  }
  let nonFinite: NonFinite | null = null;
  const layers = Z.map((z, i): Layer => {
    const l = i + 1;
    const preActivation = arrayOf(`Z${l}`, z, widths[l]!);
    const { infinite, nan } = preActivation.statistics;
    if (nonFinite === null && infinite + nan > 0)
      nonFinite = {
        kind: infinite > 0 ? 'infinity' : 'nan',
        count: infinite + nan,
        of: z.length,
        name: `Z${l}`,
        place: null,
        layer: l,
        backward: false,
      };
    return {
      number: l,
      from: 'product',
      weights: null,
      biases: null,
      preActivation,
      activation: arrayOf(`A${l}`, A[l]!, widths[l]!),
      activationFunction: { name: functionOf(l), parameter: null, from: 'values' },
      preActivationGradient: dZ[i] === undefined ? null : arrayOf(`dZ${l}`, dZ[i], widths[l]!),
      activationGradient: null,
    };
  });
  return { input: arrayOf('X', input, widths[0]!), layers, nonFinite, examples };

  function functionOf(layer: number): ElementwiseFunction {
    return layer === depth && design.linearHead === true ? 'identity' : activation;
  }
}

/** Equal widths for a network of some depth. */
export function stack(width: number, depth: number): readonly number[] {
  return new Array<number>(depth + 1).fill(width);
}

function weightsOf(
  scheme: Design['scheme'],
  rows: number,
  columns: number,
  generator: Generator,
): Float64Array {
  if (typeof scheme === 'object' && 'identity' in scheme)
    return Float64Array.from({ length: rows * columns }, (_, i) =>
      Math.floor(i / columns) === i % columns ? scheme.identity : 0,
    );
  if (scheme === 'pytorch')
    return Float64Array.from(
      { length: rows * columns },
      () => (2 * generator.uniform() - 1) / Math.sqrt(columns),
    );
  const deviation =
    typeof scheme === 'object' ? scheme.deviation : Math.sqrt((scheme === 'he' ? 2 : 1) / columns);
  return Float64Array.from({ length: rows * columns }, () => deviation * generator.normal());
}

/** W A of (rows, inner) and (inner, columns). */
function product(
  W: Float64Array,
  A: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const w = W[i * inner + k]!;
      if (w === 0) continue;
      for (let j = 0; j < columns; j++) result[i * columns + j]! += w * A[k * columns + j]!;
    }
  return result;
}

/** Wᵀ D of (rows, inner) and (rows, columns). */
function transposed(
  W: Float64Array,
  D: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const result = new Float64Array(inner * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const w = W[i * inner + k]!;
      if (w === 0) continue;
      for (let j = 0; j < columns; j++) result[k * columns + j]! += w * D[i * columns + j]!;
    }
  return result;
}

import { elementwise, type ElementwiseFunction } from '../functions';
import type { RecognizedActivation } from '../network';
import type { ArrayRecord } from '../record';
import type { Bias } from './biases';
import { emptyDraft, type Draft } from './draft';
import { namedActivation } from './relation';
import { dot, norm, roundOffOf, sumRoundOff, viewsOf, type View } from './views';
import { weightClasses, type WeightCandidate, type WeightReading } from './weights';

/** Records, from the first, among which layers are looked for. */
const window = 300;
/** Tests of an input and an output with weights that may be made: networks that need more have arrays of Z. */
const affordable = 1e6;
/** Biases that are tried with weights, those that stand nearest to them in the model. */
const nearestBiases = 3;
/** An equation a = φ(z) tells something where both z and a exceed the round-off so many times: sigmoid(0) is 0.5 always. */
const telling = 1e4;
const names: readonly ElementwiseFunction[] = [
  'identity',
  'relu',
  'tanh',
  'sigmoid',
  'softplus',
  'elu',
  'gelu',
  'silu',
  'leaky-relu',
];
const functions = names.map((name) => ({ name, value: elementwise(name).value }));

/** W with the bias that goes with it, as numbers: of the first one or two units. */
interface Affine {
  readonly weights: WeightCandidate;
  readonly reading: WeightReading;
  readonly roundOff: number;
  readonly bias: Bias | null;
}

/** A layer, and what comes into it. */
export interface LayerWithoutZ {
  readonly draft: Draft;
  readonly input: View;
}

/**
 * Layers whose Z is in no array, as where each unit's sum is a single number that goes to φ at once: A = φ(W x + b) with
 * the model's W and b, in the first one or two units of the first one or two examples.
 *
 * @param candidates weights of the model that have no layer yet, as matrices or vectors
 * @param parameters all of the model, among which the biases are
 * @param known layers that were found otherwise
 */
export function layersWithoutZ(
  records: readonly ArrayRecord[],
  candidates: readonly WeightCandidate[],
  parameters: readonly WeightCandidate[],
  known: readonly Draft[],
): LayerWithoutZ[] {
  const looked = records.slice(0, window);
  // What comes into a layer that adds nothing and applies no φ: else Wᵀ ∂J/∂Z of the backward pass would be one.
  const sources = new Set(known.flatMap(({ a }) => a));
  const taken = new Set(known.flatMap(({ z, a, dz, da }) => [...z, ...a, ...dz, ...da]));
  const outputs = looked.flatMap((record, at) =>
    record.place === null || taken.has(at) ? [] : outputViews(record, at).filter(isFinite),
  );
  const inputs = looked.flatMap((record, at) => viewsOf(record, at).filter(isFinite));
  const found: LayerWithoutZ[] = [];
  const affines = affinesOf(candidates, parameters);
  if (testsOf(affines, inputs, outputs) > affordable) return [];
  for (const candidate of candidates) {
    const own = affines.filter(({ weights }) => weights.tensor === candidate.tensor);
    const layer = firstLayer(looked, inputs, outputs, own, sources);
    if (layer === null) continue;
    found.push(layer);
    sources.add(layer.draft.a[0]!);
  }
  return found;
}

/** Values that are not finite fit no equation. */
function isFinite({ vectors }: View): boolean {
  return vectors.every((vector) => vector.every(Number.isFinite));
}

function testsOf(affines: readonly Affine[], inputs: readonly View[], outputs: readonly View[]): number {
  const bySize = (views: readonly View[]): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const { units } of views) counts.set(units, (counts.get(units) ?? 0) + 1);
    return counts;
  };
  const [before, after] = [bySize(inputs), bySize(outputs)];
  return affines.reduce(
    (sum, { reading }) => sum + (before.get(reading.fanIn) ?? 0) * (after.get(reading.fanOut) ?? 0),
    0,
  );
}

/** The earliest array that one of the ways to read the weights gives. */
function firstLayer(
  records: readonly ArrayRecord[],
  inputs: readonly View[],
  outputs: readonly View[],
  affines: readonly Affine[],
  sources: ReadonlySet<number>,
): LayerWithoutZ | null {
  for (const output of outputs) {
    for (const affine of affines) {
      const { fanIn, fanOut } = affine.reading;
      if (output.units !== fanOut) continue;
      for (const input of inputs) {
        if (input.units !== fanIn || input.examples !== output.examples) continue;
        if (input.record >= output.record) break;
        const activation = activationOf(records, affine, input, output);
        if (activation === null) continue;
        // Where the compared units are all positive, relu and others fit as well as nothing at all.
        const isPlain =
          affine.bias === null && (activation.function === null || activation.function.name === 'identity');
        if (isPlain && records[input.record]!.place !== null && !sources.has(input.record)) continue;
        const draft: Draft = {
          ...emptyDraft('product'),
          weights: affine.weights,
          outputsFirst: affine.reading.outputsFirst,
          bias: affine.bias,
          z: activation.function?.name === 'identity' ? [output.record] : [],
          a: [output.record],
          activationFunction: activation.function,
          ...axesOf(records[output.record]!, output),
        };
        return { draft, input };
      }
    }
  }
  return null;
}

/** Of one unit, a vector over the examples; else as its axes can be read. */
function outputViews(record: ArrayRecord, at: number): View[] {
  const [values] = record.rows;
  const views = viewsOf(record, at);
  if (record.shape.length !== 1 || values === undefined || values.length < 2) return views;
  const vectors = [values.subarray(0, 1), values.subarray(1, 2)];
  return [...views, { record: at, unitsAxis: 1, units: 1, examples: record.shape[0]!, vectors }];
}

function axesOf({ shape }: ArrayRecord, { unitsAxis }: View): Pick<Draft, 'unitsAxis' | 'examplesAxis'> {
  if (shape.length === 2) return { unitsAxis, examplesAxis: 1 - unitsAxis };
  return unitsAxis === 0 ? { unitsAxis, examplesAxis: null } : { unitsAxis: null, examplesAxis: 0 };
}

/** Every way to read the weights, with each bias of as many units, or none. */
function affinesOf(candidates: readonly WeightCandidate[], parameters: readonly WeightCandidate[]): Affine[] {
  const biases = parameters.flatMap((parameter) => biasFrom(parameter) ?? []);
  const shaped = candidates.flatMap((candidate) => matricesOf(candidate, biases));
  return weightClasses(shaped).flatMap(({ members, readings, roundOff }) =>
    members.flatMap((weights) =>
      readings.flatMap((reading) => {
        const fitting = biases.filter(
          ({ values, tensor }) => values.length === reading.fanOut && tensor !== weights.tensor,
        );
        const nearest = fitting.sort((a, b) => distance(a, weights) - distance(b, weights));
        return [...nearest.slice(0, nearestBiases), null].map((bias) => ({
          weights,
          reading,
          roundOff,
          bias,
        }));
      }),
    ),
  );
}

function distance({ tensor }: Bias, weights: WeightCandidate): number {
  return Math.abs(tensor! - 1 - weights.tensor!);
}

/** A vector or a single number of the model. */
function biasFrom({ record, tensor, name }: WeightCandidate): Bias | null {
  const { count, mean } = record.statistics;
  const whole = [...record.columns, ...record.rows].find(({ length }) => length === count);
  const values = count === 1 ? Float64Array.of(mean) : whole;
  if (values === undefined || count !== Math.max(1, ...record.shape)) return null;
  return { record, tensor, at: null, name, values };
}

/**
 * Weights as matrices: a vector is the weights of a single unit, or holds a matrix row after row, of as many rows or columns
 * as a bias has units.
 */
function matricesOf(weights: WeightCandidate, biases: readonly Bias[]): WeightCandidate[] {
  const { record } = weights;
  const values = record.rows[0];
  if (record.shape.length !== 1) return [weights];
  if (values === undefined || values.length !== record.shape[0]) return [];
  const size = values.length;
  const units = new Set(biases.map((bias) => bias.values.length));
  const widths = [...units].filter((width) => width > 1 && width < size && size % width === 0);
  const shapes = [
    [size, 1],
    ...widths.flatMap((width) => [
      [width, size / width],
      [size / width, width],
    ]),
  ];
  return shapes.map((shape) => ({ ...weights, record: reshaped(record, values, shape) }));
}

function reshaped(record: ArrayRecord, values: Float64Array, shape: readonly number[]): ArrayRecord {
  const [height, width] = [shape[0]!, shape[1]!];
  const first = (length: number): number[] => (length < 2 ? [0] : [0, 1]);
  return {
    ...record,
    shape,
    rows: first(height).map((row) => values.subarray(row * width, (row + 1) * width)),
    columns: first(width).map((column) =>
      Float64Array.from({ length: height }, (_, row) => values[row * width + column]!),
    ),
  };
}

/** The function that gives the output of W x + b; its `function` is null where several do. */
function activationOf(
  records: readonly ArrayRecord[],
  { reading, bias, roundOff: ofWeights }: Affine,
  input: View,
  output: View,
): { readonly function: RecognizedActivation | null } | null {
  const result = records[output.record]!;
  const roundOff = Math.max(ofWeights, roundOffOf(records[input.record]!.dtype), roundOffOf(result.dtype));
  const relative = sumRoundOff(reading.fanIn, roundOff);
  const z = input.vectors.map((vector) =>
    reading.vectors.map((weights, i) => dot(weights, vector) + (bias?.values[i] ?? 0)),
  );
  const slack = input.vectors.map((vector) =>
    reading.norms.map(
      (length, i) => relative * length * norm(vector) + 8 * roundOff * Math.abs(bias?.values[i] ?? 0),
    ),
  );
  if (isSoftmaxOf(z, slack, roundOff, output))
    return { function: { name: 'softmax', parameter: null, from: 'values' } };
  const fitting = functions.filter(({ value }) => {
    let told = 0;
    return (
      z.every((units, j) =>
        units.every((x, i) => {
          const expected = value(x);
          // No φ of these is steeper than 1.2.
          const most = 2 * slack[j]![i]! + 64 * roundOff * Math.abs(expected);
          if (Math.min(Math.abs(x), Math.abs(expected)) > telling * most) told += 1;
          return Math.abs(output.vectors[j]![i]! - expected) <= most;
        }),
      ) && told >= 2
    );
  });
  if (fitting.length === 0) return null;
  if (fitting.length > 1) return { function: namedActivation(result) };
  const { name } = fitting[0]!;
  const parameter = { 'leaky-relu': 0.01, elu: 1 }[name as string] ?? null;
  return { function: { name, parameter, from: 'values' } };
}

/** True if a₀/a₁ = exp(z₀ − z₁) in each example, and all units add up to 1. */
function isSoftmaxOf(
  z: readonly (readonly number[])[],
  slack: readonly (readonly number[])[],
  roundOff: number,
  output: View,
): boolean {
  return z.every(([z0, z1], j) => {
    if (z0 === undefined || z1 === undefined) return false;
    const vector = output.vectors[j]!;
    const sum = vector.reduce((total, x) => total + x, 0);
    if (!(Math.abs(sum - 1) <= 16 * roundOff * vector.length)) return false;
    const [expected, actual] = [z0 - z1, Math.log(vector[0]! / vector[1]!)];
    const most = slack[j]![0]! + slack[j]![1]! + 64 * roundOff * (1 + Math.abs(expected));
    return Math.abs(expected) > telling * most && Math.abs(actual - expected) <= most;
  });
}

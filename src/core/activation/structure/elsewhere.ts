import type { Layer, LayerArray, LayerWeights, Network } from '../network';
import type { ArrayRecord, Trace } from '../record';
import { float64Block } from '../../float64Block';
import type { Point } from '../../model';
import { Generator } from '../../random';
import { areEqual } from './assemble';

/**
 * A point at which the layers can be told, where weights of zeros, or with all rows or columns alike, hide them: those get
 * normal numbers. Null where no weights are so.
 *
 * @param parameters tensors at the point of the run
 */
export function tellingPoint(parameters: readonly ArrayRecord[], seed: number): Point | null {
  const generator = new Generator(seed);
  // Among matrices that tell, vectors are biases, and may well be 0.
  const matrices = parameters.filter(isMatrix);
  if (matrices.length > 0 && !matrices.some(hidesLayers)) return null;
  const point = parameters.flatMap((record, tensor) => {
    const { count } = record.statistics;
    if (count < 2 || record.shape.length > 2 || !hidesLayers(record)) return [];
    const data = float64Block(Float64Array.from({ length: count }, () => generator.normal()));
    const direction = { kind: 'values', tensor, start: 0, data } as const;
    return [{ direction, step: 1 / Math.sqrt(Math.max(...record.shape)) }];
  });
  return point.length === 0 ? null : point;
}

function isMatrix({ shape, statistics }: ArrayRecord): boolean {
  return shape.length === 2 && Math.max(...shape) < statistics.count;
}

function hidesLayers({ statistics, rows, columns }: ArrayRecord): boolean {
  const isZero = statistics.zeros === statistics.count;
  return isZero || areEqual(rows) || areEqual(columns);
}

/**
 * A network as it was told at one point, with the values that the same run has at another; null if the runs made different
 * arrays.
 *
 * @param told of the trace `at`
 */
export function withValuesOf(told: Network, at: Trace, run: Trace): Network | null {
  const isSame = (one: ArrayRecord, k: number): boolean => {
    const other = run.records[k]!;
    return one.place?.line === other.place?.line && String(one.shape) === String(other.shape);
  };
  if (at.records.length !== run.records.length || !at.records.every(isSame)) return null;
  const numbers = new Map(at.records.map(({ statistics }, k) => [statistics, k]));
  const array = (one: LayerArray | null): LayerArray | null => {
    const k = one === null ? undefined : numbers.get(one.statistics);
    return one === null || k === undefined ? null : { ...one, statistics: run.records[k]!.statistics };
  };
  const layers = told.layers.map((layer): Layer => ({
    ...layer,
    weights: weightsAt(layer.weights, run),
    biases:
      typeof layer.biases?.tensor === 'number'
        ? { ...layer.biases, statistics: run.parameters[layer.biases.tensor]!.statistics }
        : layer.biases,
    preActivation: array(layer.preActivation),
    activation: array(layer.activation),
    preActivationGradient: array(layer.preActivationGradient),
    activationGradient: array(layer.activationGradient),
  }));
  return { ...told, input: array(told.input), layers };
}

function weightsAt(weights: LayerWeights | null, { parameters }: Trace): LayerWeights | null {
  if (typeof weights?.tensor !== 'number') return weights;
  const { statistics, rows, columns, shape } = parameters[weights.tensor]!;
  // Of a stack of weights the layer has a part.
  if (String(shape) !== String(weights.shape)) return weights;
  const symmetric = weights.fanOut > 1 && areEqual(weights.outputsFirst === false ? columns : rows);
  return { ...weights, statistics, symmetric };
}

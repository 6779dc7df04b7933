import type { Layer, LayerArray, LayerBiases, LayerWeights } from '../network';
import type { ArrayRecord, ArrayStatistics, Trace } from '../record';
import type { Draft } from './draft';
import { isKernelFirst } from './kernel';
import { mergeStatistics } from './mergeStatistics';

/** The layers that drafts describe, numbered in their order. */
export function assemble(trace: Trace, drafts: readonly Draft[]): Layer[] {
  return drafts.map((draft, k) => {
    const number = k + 1;
    const array = (role: readonly number[], name: string): LayerArray | null =>
      layerArray(trace, role, `${name}${number}`, draft.unitsAxis, draft.examplesAxis);
    return {
      number,
      from: draft.from,
      weights: weightsOf(draft),
      biases: biasesOf(draft),
      preActivation: array(draft.z, 'Z'),
      activation: array(draft.a, 'A'),
      activationFunction: draft.activationFunction,
      preActivationGradient: array(draft.dz, '∂J/∂Z'),
      activationGradient: array(draft.da, '∂J/∂A'),
    };
  });
}

/** @param role records that had a role, one for each pass */
export function layerArray(
  { records, edges }: Trace,
  role: readonly number[],
  name: string,
  unitsAxis: number | null,
  examplesAxis: number | null,
): LayerArray | null {
  const distinct = [...new Set(role)].map((at) => records[at]!);
  const first = distinct[0];
  if (first === undefined) return null;
  const axes = first.shape.length;
  const statistics = mergeStatistics(
    distinct.map((record) => record.statistics),
    edges,
    examplesAxis,
  );
  return {
    name: first.target ?? name,
    place: first.place,
    shape: first.shape,
    dtype: first.dtype,
    statistics: withDeadUnits(statistics, distinct, unitsAxis),
    unitsAxis: unitsAxis !== null && unitsAxis < axes ? unitsAxis : null,
    examplesAxis: examplesAxis !== null && examplesAxis < axes ? examplesAxis : null,
    arrays: distinct.length,
  };
}

/** Of several single examples, the units that are zero in all of them are counted. */
function withDeadUnits(
  statistics: ArrayStatistics,
  records: readonly ArrayRecord[],
  unitsAxis: number | null,
): ArrayStatistics {
  const units = unitsAxis === null ? undefined : records[0]!.shape[unitsAxis];
  if (records.length === 1 || units === undefined) return statistics;
  const zero = new Uint8Array(units).fill(1);
  for (const record of records) {
    const vector = [...record.columns, ...record.rows].find(
      ({ length }) => length === record.statistics.count,
    );
    if (vector?.length !== units) return statistics;
    vector.forEach((x, k) => {
      if (x !== 0) zero[k] = 0;
    });
  }
  const dead = zero.reduce((total, flag) => total + flag, 0);
  return {
    ...statistics,
    zeroSlices: statistics.zeroSlices.map((count, axis) => (axis === unitsAxis ? dead : count)),
  };
}

function weightsOf({ weights, outputsFirst }: Draft): LayerWeights | null {
  if (weights === null) return null;
  const { record, tensor, name } = weights;
  const { shape, statistics, place } = record;
  const [fanIn, fanOut] = fansOf(shape, outputsFirst);
  return {
    tensor,
    name,
    shape,
    statistics,
    fanIn,
    fanOut,
    outputsFirst: shape.length === 2 ? outputsFirst : null,
    symmetric: fanOut > 1 && areEqual(outputsFirst === false ? record.columns : record.rows),
    place,
  };
}

/** Units that come in and go out. Of more than two axes: a convolution with the output channels first, or last where its kernel comes first. */
export function fansOf(shape: readonly number[], outputsFirst: boolean | null): readonly [number, number] {
  const size = shape.reduce((product, length) => product * length, 1);
  const fanOut = outputsFirst === false || isKernelFirst(shape) ? shape.at(-1)! : shape[0]!;
  return [size / Math.max(1, fanOut), fanOut];
}

/** True of two slices of the same numbers. */
export function areEqual(slices: readonly Float64Array[]): boolean {
  const [first, second] = slices;
  return second !== undefined && first!.length > 0 && first!.every((x, k) => x === second[k]);
}

function biasesOf({ bias }: Draft): LayerBiases | null {
  return bias && { tensor: bias.tensor, name: bias.name, statistics: bias.record.statistics };
}

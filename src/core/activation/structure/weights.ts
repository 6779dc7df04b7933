import type { ArrayRecord } from '../record';
import { norm, roundOffOf, sameValues } from './views';

/** A matrix that may be the weights of a layer. */
export interface WeightCandidate {
  readonly record: ArrayRecord;
  /** Number among the model's tensors; null for an array of the run. */
  readonly tensor: number | null;
  /** Number among the records of the run; null for a tensor of the model. */
  readonly at: number | null;
  readonly name: string;
}

/** Matrices of the same values: which of them a product took is told by the order of execution. */
export interface WeightClass {
  readonly members: readonly WeightCandidate[];
  readonly roundOff: number;
  /** Both ways to read it that are complete and not void. */
  readonly readings: readonly WeightReading[];
}

/** W as vectors over the inputs, of its first one or two outputs. */
export interface WeightReading {
  readonly outputsFirst: boolean;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly vectors: readonly Float64Array[];
  readonly norms: readonly number[];
}

/** The classes in the order of their first member. */
export function weightClasses(candidates: readonly WeightCandidate[]): WeightClass[] {
  const byKey = new Map<string, WeightCandidate[][]>();
  const all: WeightCandidate[][] = [];
  for (const candidate of candidates) {
    const { shape, statistics, rows } = candidate.record;
    if (shape.length !== 2) continue;
    const key = `${shape.join('x')} ${String(statistics.mean)} ${String(rows[0]?.[0])}`;
    const groups = byKey.get(key) ?? [];
    byKey.set(key, groups);
    const group = groups.find((one) => sameValues(one[0]!.record, candidate.record));
    if (group !== undefined) group.push(candidate);
    else {
      const fresh = [candidate];
      groups.push(fresh);
      all.push(fresh);
    }
  }
  return all.map((members) => ({
    members,
    roundOff: roundOffOf(members[0]!.record.dtype),
    readings: readingsOf(members[0]!.record),
  }));
}

function readingsOf({ shape, rows, columns }: ArrayRecord): WeightReading[] {
  const readings: WeightReading[] = [];
  for (const [outputsFirst, fanOut, fanIn, vectors] of [
    [true, shape[0]!, shape[1]!, rows],
    [false, shape[1]!, shape[0]!, columns],
  ] as const) {
    const norms = vectors.map(norm);
    const complete = vectors.length > 0 && vectors.every((vector) => vector.length === fanIn);
    if (complete && norms.every(Number.isFinite) && norms.some((length) => length > 0))
      readings.push({ outputsFirst, fanIn, fanOut, vectors, norms });
  }
  return readings;
}

import type { ArrayRecord, Trace } from '../record';
import { mergeStatistics } from './mergeStatistics';
import { siteOf } from './pattern';
import { sameValues } from './views';

/**
 * The run as it would be with all examples at once, for models that go example by example: vectors that one place made,
 * one for each example, become the rows of a matrix (examples, units), and stand where the first of them stood. Examples
 * that were given as vectors of their own are put together likewise. Several readings where a place made several vectors
 * for each example: those of one pass after another, and those of one layer after another in every example.
 *
 * @param examples number of examples, if known
 */
export function stackedExamples(trace: Trace, examples: number | null): Trace[] {
  const groups = groupsOf(trace);
  const sizes = groups.map(({ length }) => length);
  const count = sizes.some((size) => isMultiple(size, examples)) ? examples : commonest(sizes);
  if (count === null) return [];
  const several = groups.filter((group) => isMultiple(group.length, count));
  const inPasses = several.map((group) => [group.slice(0, count)]);
  const inLayers = several.map((group) => {
    const each = group.length / count;
    return Array.from({ length: each }, (_, layer) => group.filter((_, k) => k % each === layer));
  });
  const readings = several.some((group) => group.length > count) ? [inPasses, inLayers] : [inPasses];
  return readings.map((stacks) => stackedTrace(trace, new Set(several.flat()), stacks.flat()));
}

/** Numbers of vectors of one length that one place made, or that were there before the run. */
function groupsOf({ records, parameters }: Trace): number[][] {
  const groups = new Map<string, number[]>();
  records.forEach((record, at) => {
    if (!isWhole(record)) return;
    if (record.place === null && parameters.some((parameter) => sameValues(parameter, record))) return;
    const key = `${siteOf(record) ?? ''} ${record.shape[0]!} ${record.dtype}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(at);
  });
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** True of a vector all of whose values are at hand. */
function isWhole({ shape, rows }: ArrayRecord): boolean {
  return shape.length === 1 && rows[0]?.length === shape[0];
}

function isMultiple(size: number, of: number | null): of is number {
  return of !== null && of > 1 && size >= of && size % of === 0;
}

/** Of numbers that are as frequent, the first. */
function commonest(sizes: readonly number[]): number | null {
  const frequency = (size: number): number => sizes.filter((other) => other === size).length;
  return sizes.reduce<number | null>(
    (best, size) => (best === null || frequency(size) > frequency(best) ? size : best),
    null,
  );
}

/** @param gone numbers of the records whose place the stacks take */
function stackedTrace(
  trace: Trace,
  gone: ReadonlySet<number>,
  stacks: readonly (readonly number[])[],
): Trace {
  const { records, edges, forward } = trace;
  const entries = records.flatMap((record, at) => (gone.has(at) ? [] : [{ at, record }]));
  for (const stack of stacks) {
    const rows = stack.map((at) => records[at]!);
    entries.push({ at: stack[0]!, record: stackOf(rows, edges) });
  }
  entries.sort((one, other) => one.at - other.at);
  const stacked = { ...trace, records: entries.map(({ record }) => record) };
  if (forward === undefined) return stacked;
  return { ...stacked, forward: entries.filter(({ at }) => at < forward).length };
}

/** A record of shape (examples, units) from vectors of shape (units). */
function stackOf(vectors: readonly ArrayRecord[], edges: Float64Array): ArrayRecord {
  const [first] = vectors;
  const rows = vectors.map((vector) => vector.rows[0]!);
  const units = first!.shape[0]!;
  const column = (k: number): Float64Array => Float64Array.from(rows, (row) => row[k]!);
  const merged = mergeStatistics(
    vectors.map(({ statistics }) => statistics),
    edges,
  );
  const zeroRows = rows.filter((row) => row.every((x) => x === 0)).length;
  const zeroColumns = Array.from({ length: units }, (_, k) => k).filter((k) =>
    rows.every((row) => row[k] === 0),
  ).length;
  return {
    ...first!,
    shape: [rows.length, units],
    statistics: { ...merged, zeroSlices: [zeroRows, zeroColumns] },
    rows: rows.slice(0, 2),
    columns: Array.from({ length: Math.min(units, 2) }, (_, k) => column(k)),
  };
}

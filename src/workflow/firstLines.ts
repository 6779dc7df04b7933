import type { ArrayRecord } from '../core/activation/record';
import { lineText } from '../core/place';
import { HostError, type ModelHost } from '../hosts/ModelHost';
import { cellAt, type CellLines } from '../source/notebook/cells';

/** Lines that an observed run of the cost tells, at the point where the model is. */

export interface Looking {
  readonly host: ModelHost;
  readonly file: string;
  /** Where the cells of a notebook are; null for any other file. */
  readonly cells: readonly CellLines[] | null;
}

/** `line 12`: the first line that makes a value that is not finite; null where that cannot be told. */
export async function firstNotFinite(
  looking: Looking,
  run: 'cost' | 'gradient' = 'cost',
): Promise<string | null> {
  const records = await recordsOf(looking.host, run);
  const isLost = ({ place, statistics: { nan, infinite } }: ArrayRecord) =>
    place !== null && nan + infinite > 0;
  // An overflow inside a line is no matter where the line ends with finite numbers, as 1 / (1 + exp(-z)) does.
  const ends = records.filter((record, i) => !isSameLine(record, records[i + 1]));
  const first = ends.find(isLost) ?? records.find(isLost);
  return lineOf(first, looking);
}

/** The first line whose array holds something else when the cost is computed again at the same point. */
export async function firstRandom(looking: Looking): Promise<string | null> {
  const [once, again] = [await recordsOf(looking.host, 'cost'), await recordsOf(looking.host, 'cost')];
  const first = once.find((record, i) => {
    const other = again[i];
    return record.place !== null && other !== undefined && !isSame(record, other);
  });
  return lineOf(first, looking);
}

async function recordsOf(host: ModelHost, run: 'cost' | 'gradient'): Promise<readonly ArrayRecord[]> {
  try {
    return (await host.scales(run)).trace.records;
  } catch (error) {
    // What runs may fail when it is observed; then no line is told.
    if (error instanceof HostError) return [];
    throw error;
  }
}

function isSameLine(a: ArrayRecord, b: ArrayRecord | undefined): boolean {
  return a.place?.line === b?.place?.line && a.place?.file === b?.place?.file;
}

function isSame(a: ArrayRecord, b: ArrayRecord): boolean {
  const { statistics: s } = a;
  const { statistics: t } = b;
  return (
    a.place?.line === b.place?.line &&
    Object.is(s.mean, t.mean) &&
    Object.is(s.rms, t.rms) &&
    Object.is(s.least, t.least) &&
    Object.is(s.greatest, t.greatest)
  );
}

function lineOf(record: ArrayRecord | undefined, { file, cells }: Looking): string | null {
  const place = record?.place ?? null;
  if (place === null) return null;
  if (place.file !== file) return `${lineText(place)} of ${place.file.replace(/^.*[\\/]/, '')}`;
  return lineText(cells === null ? place : cellAt(cells, place.line));
}

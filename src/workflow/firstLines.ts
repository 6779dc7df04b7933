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
export async function firstNotFinite(looking: Looking): Promise<string | null> {
  const records = await recordsOf(looking.host);
  const first = records.find(
    ({ place, statistics: { nan, infinite } }) => place !== null && nan + infinite > 0,
  );
  return lineOf(first, looking);
}

/** The first line whose array holds something else when the cost is computed again at the same point. */
export async function firstRandom(looking: Looking): Promise<string | null> {
  const [once, again] = [await recordsOf(looking.host), await recordsOf(looking.host)];
  const first = once.find((record, i) => {
    const other = again[i];
    return record.place !== null && other !== undefined && !isSame(record, other);
  });
  return lineOf(first, looking);
}

async function recordsOf(host: ModelHost): Promise<readonly ArrayRecord[]> {
  try {
    return (await host.scales('cost')).trace.records;
  } catch (error) {
    // What runs may fail when it is observed; then no line is told.
    if (error instanceof HostError) return [];
    throw error;
  }
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

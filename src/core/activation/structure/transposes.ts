import type { ArrayRecord } from '../record';
import { isTransposed } from './views';

/** Records that are the transpose of an earlier one, as `transpose(A)` makes in JavaScript: the number of the earliest. */
export function transposesOf(records: readonly ArrayRecord[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const byKey = new Map<string, number[]>();
  records.forEach((record, at) => {
    if (record.shape.length !== 2) return;
    const [height, width] = [record.shape[0]!, record.shape[1]!];
    const corner = String(record.rows[0]?.[0]);
    const turned = byKey.get(`${width}x${height} ${corner}`);
    const original = turned?.find((other) => isTransposed(records[other]!, record));
    if (original !== undefined) found.set(at, original);
    // A transpose of the transpose is a copy of the first, and no original.
    else {
      const key = `${height}x${width} ${corner}`;
      const shelf = byKey.get(key) ?? [];
      byKey.set(key, shelf);
      shelf.push(at);
    }
  });
  return found;
}

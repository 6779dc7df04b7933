import { isTypedArray, viewArray, type Row } from '../arrays';

/** What each place added to the entries of rows that are filled bit by bit. Rows are taken to hold zeros at first. */
export class Contributions {
  readonly #logs = new WeakMap<object, RowLog>();

  /** An entry of a row was written. */
  wrote(row: object, index: unknown, place: number): void {
    if (!isRow(row) || !isIndex(index)) return;
    const log = this.#logOf(row);
    const value = Number(row[index]);
    const added = value - (log.entries.get(index) ?? 0);
    log.entries.set(index, value);
    let places = log.places.get(place);
    if (places === undefined) log.places.set(place, (places = new Map()));
    places.set(index, (places.get(index) ?? 0) + added);
  }

  /** A row was changed as a whole. True if it holds nothing but zeros now, and so is about to be filled. */
  changed(row: object): boolean {
    if (!isRow(row)) return false;
    const zeros = row.length > 0 && (row as ArrayLike<unknown> & Row).every((x) => x === 0);
    if (zeros) this.#logs.delete(row);
    else this.#logOf(row).whole = true;
    return zeros;
  }

  /** For each place what it added to the components of an array, NaN where it wrote none; null if that is not known. */
  of(value: unknown, places: readonly number[]): (Float64Array | null)[] {
    const view = viewArray(value);
    if (view === null) return places.map(() => null);
    const logs = view.rows.map((row) => this.#logs.get(row));
    if (logs.some((log) => log?.whole)) return places.map(() => null);
    return places.map((place) => {
      const added = new Float64Array(view.rows.length * view.width).fill(NaN);
      logs.forEach((log, row) => {
        for (const [index, x] of log?.places.get(place) ?? [])
          if (index < view.width) added[row * view.width + index] = x;
      });
      return added.every(Number.isNaN) ? null : added;
    });
  }

  #logOf(row: object): RowLog {
    let log = this.#logs.get(row);
    if (log === undefined)
      this.#logs.set(row, (log = { entries: new Map(), places: new Map(), whole: false }));
    return log;
  }
}

interface RowLog {
  readonly entries: Map<number, number>;
  readonly places: Map<number, Map<number, number>>;
  /** Changed by more than its entries: `push`, `set`, `sort`. */
  whole: boolean;
}

function isRow(value: object): value is Row {
  return Array.isArray(value) || isTypedArray(value);
}

function isIndex(index: unknown): index is number {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0;
}

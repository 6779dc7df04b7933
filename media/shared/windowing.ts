/** Arithmetic of a table of which only the rows in sight exist. All rows are equally high, one may stand open. */
export interface Rows {
  readonly count: number;
  /** Pixels of a row. */
  readonly height: number;
  /** The row beneath which more is shown; −1 for none. */
  readonly open: number;
  /** Pixels of what is shown beneath it. */
  readonly extra: number;
}

/** Pixels of all rows together. */
export function totalHeight({ count, height, open, extra }: Rows): number {
  return count * height + (open >= 0 && open < count ? extra : 0);
}

/** Pixels above a row. */
export function rowTop({ height, open, extra }: Rows, row: number): number {
  return row * height + (open >= 0 && row > open ? extra : 0);
}

/** The row at a pixel; the open row includes what is shown beneath it. */
export function rowAt(rows: Rows, pixel: number): number {
  const { count, height, open, extra } = rows;
  const beneath = (open + 1) * height;
  const flat = open < 0 || pixel < beneath ? pixel : Math.max(beneath - 1, pixel - extra);
  return Math.min(count - 1, Math.max(0, Math.floor(flat / height)));
}

/** Rows [from, to) to keep in the document: those in sight and `spare` more on each side. */
export function rowsInSight(
  rows: Rows,
  scrolled: number,
  viewport: number,
  spare: number,
): { readonly from: number; readonly to: number } {
  if (rows.count === 0) return { from: 0, to: 0 };
  const from = rowAt(rows, scrolled) - spare;
  const to = rowAt(rows, scrolled + viewport) + 1 + spare;
  return { from: Math.max(0, from), to: Math.min(rows.count, to) };
}

/** Where to scroll so that a row can be seen whole, and no further than needed. */
export function scrollFor(rows: Rows, row: number, scrolled: number, viewport: number): number {
  const top = rowTop(rows, row);
  const high = rows.height + (row === rows.open ? Math.min(rows.extra, viewport - rows.height) : 0);
  if (top < scrolled) return top;
  return top + high > scrolled + viewport ? top + high - viewport : scrolled;
}

/** Where a key moves to from a row; null for a key that does not move. */
export function rowForKey(key: string, row: number, count: number, page: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  };
  const next = moves[key];
  return next === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, next));
}

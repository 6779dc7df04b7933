import type { Chunk } from './chunks';
import { isComment, isEmpty, numberOf } from './fields';
import type { TextLayout } from './layout';
import { openQuote, raggedRow, textAmongNumbers } from './rowProblems';
import type { RowReader } from './rowReader';
import { split } from './split';

/** Rows with quotation marks, which may hold delimiters and line ends. */
export class QuotedRows implements RowReader {
  line = 0;
  private rows: readonly (readonly string[])[] = [];
  private at = 0;
  /** Lines of a row of the chunk; null if each has one. */
  private linesOf: ((row: readonly string[]) => number) | null = null;

  constructor(
    private readonly file: string,
    private readonly layout: TextLayout,
  ) {}

  begin({ bytes, start, end }: Chunk, line: number): void {
    const text = new TextDecoder().decode(bytes.subarray(start, end));
    const { rows, complete } = split(text, this.layout.delimiter);
    this.rows = rows;
    [this.at, this.line] = [0, line];
    if (!complete) throw openQuote(this.file, line + 1);
    this.linesOf = rows.length === text.split('\n').length - 1 ? null : linesOf;
  }

  take(values: Float64Array, held: number, most: number): number {
    const { file, layout, rows } = this;
    const { fields, numeric } = layout;
    let taken = held;
    while (taken < most && this.at < rows.length) {
      const row = rows[this.at++]!;
      const line = this.line + 1;
      this.line += this.linesOf?.(row) ?? 1;
      if (isEmpty(row) || isComment(row)) continue;
      if (row.length !== fields) throw raggedRow(file, layout, row.length, line);
      const to = taken * numeric.length;
      for (let column = 0; column < numeric.length; column++) {
        const text = row[numeric[column]!]!;
        const value = numberOf(text);
        if (value === null) throw textAmongNumbers(file, layout, numeric[column]!, text, line);
        values[to + column] = value;
      }
      taken += 1;
    }
    return taken;
  }
}

export function linesOf(row: readonly string[]): number {
  return row.reduce((lines, field) => lines + field.split('\n').length - 1, 1);
}

import { carriageReturn, newline, quote, type Chunk } from './chunks';
import { DecimalReader } from './decimal';
import { isCommentStart, numberOf } from './fields';
import type { TextLayout } from './layout';
import { openQuote, raggedRow, textAmongNumbers } from './rowProblems';
import { split } from './split';

const [space, hash] = [32, 35];
const utf8 = new TextDecoder();

/** Turns rows of text into rows of numbers, straight from their bytes: strings of each field would take most of the time. */
export class RowReader {
  /** Lines up to where it stands. */
  line = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;
  private readonly decimals = new DecimalReader();
  private readonly delimiter: number;
  /** For each field, the column of the table that it goes to; -1 if it is left out. */
  private readonly columnOf: Int32Array;

  constructor(
    private readonly file: string,
    private readonly layout: TextLayout,
  ) {
    this.delimiter = layout.delimiter.charCodeAt(0);
    this.columnOf = new Int32Array(layout.fields).fill(-1);
    layout.numeric.forEach((field, column) => (this.columnOf[field] = column));
  }

  /** @param line lines before the chunk */
  begin({ bytes, start, end }: Chunk, line: number): void {
    Object.assign(this, { bytes, at: start, end, line });
  }

  /**
   * Appends rows to `values`, which holds `held` of them, until it holds `most` or the chunk is used up.
   * @returns how many it holds then
   * @throws ProblemError for a row of another number of fields, and for text
   */
  take(values: Float64Array, held: number, most: number): number {
    const features = this.layout.numeric.length;
    let rows = held;
    while (rows < most && this.at < this.end) {
      this.line += 1;
      if (this.isNoRow()) this.at = this.bytes.indexOf(newline, this.at) + 1;
      else this.row(values, rows++ * features);
    }
    return rows;
  }

  /** Blank lines and comments. */
  private isNoRow(): boolean {
    const byte = this.bytes[this.at]!;
    if (byte > hash || (byte > space && byte < hash)) return false;
    const line = this.text(this.at, this.bytes.indexOf(newline, this.at));
    return /^[ \r]*$/.test(line) || isCommentStart(line, this.layout.delimiter);
  }

  private row(values: Float64Array, to: number): void {
    const { bytes, delimiter, columnOf, decimals } = this;
    const { fields } = this.layout;
    const [rowStart, line] = [this.at, this.line];
    let at = rowStart;
    if (delimiter === space) while (bytes[at] === space) at += 1;
    for (let field = 0; field < fields; field++) {
      const column = columnOf[field]!;
      const start = at;
      if (column >= 0) {
        while (bytes[at] === space) at += 1;
        const marks = bytes[at] === quote ? 1 : 0;
        let value = decimals.read(bytes, at + marks);
        if (value === value && (marks === 0 || bytes[decimals.end] === quote)) {
          at = decimals.end + marks;
          if (delimiter !== space) while (bytes[at] === space) at += 1;
        }
        const last = bytes[at]!;
        if (value !== value || (last !== delimiter && last !== newline && last !== carriageReturn)) {
          at = this.fieldEnd(start);
          value = at === start ? NaN : this.otherValue(start, at, field);
        }
        values[to + column] = value;
      } else at = this.fieldEnd(start);
      const more = bytes[at] === delimiter && !this.isTrailing(at);
      if (more !== field < fields - 1) throw this.ragged(rowStart, line);
      if (more) {
        at += 1;
        if (delimiter === space) while (bytes[at] === space) at += 1;
      }
    }
    if (bytes[at] === newline) this.at = at + 1;
    else this.at = bytes.indexOf(newline, at) + 1;
  }

  /** Spaces behind the last field are no delimiters. */
  private isTrailing(at: number): boolean {
    if (this.delimiter !== space) return false;
    while (this.bytes[at] === space) at += 1;
    return this.bytes[at] === newline || this.bytes[at] === carriageReturn;
  }

  private fieldEnd(start: number): number {
    const { bytes, delimiter } = this;
    let at = bytes[start] === quote ? this.closing(start + 1) : start;
    for (let byte = bytes[at]!; byte !== delimiter && byte !== newline; byte = bytes[at]!) {
      if (byte === carriageReturn && bytes[at + 1] === newline) break;
      at += 1;
    }
    return at;
  }

  /** Behind the mark that closes a quoted field; two of them are a part of it. */
  private closing(start: number): number {
    const { bytes } = this;
    const opened = this.line;
    for (let at = start; at < this.end; at++) {
      if (bytes[at] === newline) this.line += 1;
      if (bytes[at] !== quote) continue;
      if (bytes[at + 1] !== quote) return at + 1;
      at += 1;
    }
    throw openQuote(this.file, opened);
  }

  private otherValue(start: number, end: number, field: number): number {
    if (this.isNotAvailable(start, end)) return NaN;
    const text = this.text(start, end).replace(/^"(.*)"\s*$/s, '$1');
    const value = numberOf(text);
    if (value === null) throw textAmongNumbers(this.file, this.layout, field, text, this.line);
    return value;
  }

  private ragged(start: number, line: number): Error {
    const { rows } = split(this.text(start, this.end), this.layout.delimiter);
    return raggedRow(this.file, this.layout, rows[0]!.length, line);
  }

  /** `NA` and `NaN`, of which there can be many. */
  private isNotAvailable(start: number, end: number): boolean {
    const [length, bytes] = [end - start, this.bytes];
    if (length !== 2 && length !== 3) return false;
    const begins = (bytes[start]! | 32) === 110 && (bytes[start + 1]! | 32) === 97;
    return begins && (length === 2 || (bytes[start + 2]! | 32) === 110);
  }

  private text(start: number, end: number): string {
    return utf8.decode(this.bytes.subarray(start, end));
  }
}

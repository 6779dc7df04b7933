import Papa from 'papaparse';
import { leftOutByName } from '../columnNames';
import { unreadable } from '../problems';
import type { LeftOutArray } from '../table';
import { isMissing, numberOf } from './fields';

/** How a text file of numbers is laid out, from its beginning. */
export interface TextLayout {
  readonly delimiter: string;
  /** Fields of every row. */
  readonly fields: number;
  /** Rows to pass over: comments at the top, and the names. */
  readonly skipped: number;
  readonly names: readonly string[] | null;
  /** Fields that hold numbers. */
  readonly numeric: readonly number[];
  readonly leftOut: readonly LeftOutArray[];
}

const delimiters: readonly string[] = [',', '\t', ';', '|', ' '];

/**
 * @param start text from the beginning of the file, as many whole lines as are at hand
 * @param whole true if that is all of it
 * @throws ProblemError
 */
export function textLayout(start: string, whole: boolean, file: string): TextLayout {
  if (start.trim() === '') throw unreadable(file, 'the file is empty. Write the data into it.');
  const delimiter = delimiterOf(start);
  const { data } = Papa.parse<string[]>(start, { delimiter });
  // The last row may be cut off.
  const rows = whole ? data : data.slice(0, -1);
  const first = rows.findIndex((row) => !isComment(row) && !isEmpty(row));
  const body = rows.slice(Math.max(first, 0)).filter((row) => !isComment(row) && !isEmpty(row));
  if (body.length === 0) throw unreadable(file, 'the file holds no rows. Write the data into it.');
  const [top] = body;
  const fields = top!.length;
  const named = isHeader(top!, body.slice(1));
  const commented = named ? null : commentedNames(rows.slice(0, Math.max(first, 0)), fields);
  const names = named ? top!.map((name, at) => name.trim() || `column ${at + 1}`) : commented;
  const values = named ? body.slice(1) : body;
  if (values.length === 0)
    throw unreadable(
      file,
      'the file holds the names of columns and no rows of numbers. Write the data below them.',
    );
  const leftOut: LeftOutArray[] = [];
  const numeric: number[] = [];
  for (let at = 0; at < fields; at++) {
    const name = names?.[at] ?? `column ${at + 1}`;
    const row = values.findIndex((one) => numberOf(one[at] ?? '') === null);
    const reason =
      row < 0
        ? names === null
          ? null
          : leftOutByName(name)
        : `it holds text, as "${shortened(values[row]![at]!)}"`;
    if (reason === null) numeric.push(at);
    else leftOut.push({ name, reason });
  }
  if (numeric.length === 0)
    throw unreadable(
      file,
      'no column holds numbers alone. Save the numbers without text, one column for each feature.',
    );
  return { delimiter, fields, skipped: Math.max(first, 0) + (named ? 1 : 0), names, numeric, leftOut };
}

/** What parts the most rows of the beginning into the same number of fields. */
function delimiterOf(start: string): string {
  const lines = start.split(/\r\n|\n|\r/, 50).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const parts = (delimiter: string): number => {
    const counts = lines.map((line) => line.split(delimiter).length);
    const [count = 1] = counts;
    return count > 1 ? counts.filter((one) => one === count).length * 1000 + Math.min(count, 999) : 0;
  };
  return delimiters.reduce((best, one) => (parts(one) > parts(best) ? one : best));
}

/** Names stand above columns of numbers, and are none themselves. */
function isHeader(top: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const texts = top.filter((field) => numberOf(field) === null).length;
  if (texts === 0) return false;
  if (rest.length === 0) return texts === top.length;
  return top.some((field, at) => numberOf(field) === null && rest.some((row) => isNumber(row[at])));
}

/** `np.savetxt` writes the names as a comment. */
function commentedNames(comments: readonly (readonly string[])[], fields: number): readonly string[] | null {
  const last = comments.filter(isComment).at(-1);
  if (last === undefined || last.length !== fields || fields === 1) return null;
  return last.map((name, at) => (at === 0 ? name.replace(/^#\s*/, '') : name).trim() || `column ${at + 1}`);
}

export function isComment(row: readonly string[]): boolean {
  return row[0]?.startsWith('#') === true && numberOf(row[0]) === null && !isMissing(row[0]);
}

export function isEmpty(row: readonly string[]): boolean {
  return row.length === 1 && row[0]!.trim() === '';
}

function isNumber(field: string | undefined): boolean {
  return field !== undefined && !Number.isNaN(numberOf(field) ?? NaN);
}

function shortened(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

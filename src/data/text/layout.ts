import { leftOutByName, numbersRows } from '../columnNames';
import { unreadable } from '../problems';
import type { LeftOutArray } from '../table';
import { delimiterOf } from './delimiter';
import { hasDecimalComma, isComment, isEmpty, numberOf } from './fields';
import { columnNames, isHeader } from './header';
import { shortened } from './rowProblems';
import { linesOf, split } from './split';

/** How a text file of numbers is laid out, from its beginning. */
export interface TextLayout {
  readonly delimiter: string;
  /** Fields of every row. */
  readonly fields: number;
  /** Lines to pass over: comments at the top, and the names. */
  readonly skipped: number;
  readonly names: readonly string[] | null;
  /** Fields that hold numbers. */
  readonly numeric: readonly number[];
  readonly leftOut: readonly LeftOutArray[];
  /** True if lines end by carriage returns alone. */
  readonly oldMac: boolean;
}

interface Line {
  readonly row: readonly string[];
  /** One-based. */
  readonly line: number;
}

/**
 * @param start text from the beginning of the file, as many whole lines as are at hand
 * @param whole true if that is all of it
 * @throws ProblemError
 */
export function textLayout(start: string, whole: boolean, file: string): TextLayout {
  const delimiter = delimiterOf(start);
  const lines = linesIn(start, whole, delimiter);
  const first = lines.findIndex(({ row }) => !isComment(row));
  const comments = lines.slice(0, Math.max(first, 0)).map(({ row }) => row);
  const body = first < 0 ? [] : lines.slice(first).filter(({ row }) => !isComment(row));
  if (body.length === 0) throw unreadable(file, 'the file holds no rows. Write the data into it.');
  const top = body[0]!.row;
  const named = isHeader(
    top,
    body.slice(1).map(({ row }) => row),
  );
  const names = columnNames(top, named, comments);
  const values = named ? body.slice(1) : body;
  if (values.length === 0)
    throw unreadable(
      file,
      'the file holds the names of columns and no rows of numbers. Write the data below them.',
    );
  const leftOut: LeftOutArray[] = [];
  const numeric: number[] = [];
  for (let at = 0; at < top.length; at++) {
    const reason = whyLeftOut(values, at, names?.[at] ?? null);
    if (reason === null) numeric.push(at);
    else leftOut.push({ name: nameOf(names, at), reason });
  }
  if (numeric.length === 0) {
    const [one] = leftOut;
    throw unreadable(
      file,
      `no column holds numbers alone; of \`${one!.name}\`: ${one!.reason}. Save the numbers without text, one column for each feature.`,
    );
  }
  const skipped = values[0]!.line - 1;
  const oldMac = !start.includes('\n') && start.includes('\r');
  const shown = names && names.map((_, at) => nameOf(names, at));
  return { delimiter, fields: top.length, skipped, names: shown, numeric, leftOut, oldMac };
}

/** Rows with the lines that they begin in, but for blank ones. */
function linesIn(start: string, whole: boolean, delimiter: string): readonly Line[] {
  const { rows } = split(start, delimiter);
  const lines: Line[] = [];
  let line = 1;
  for (const row of rows) {
    lines.push({ row, line });
    line += linesOf(row);
  }
  // The last row may be cut off.
  return (whole ? lines : lines.slice(0, -1)).filter(({ row }) => !isEmpty(row));
}

function whyLeftOut(values: readonly Line[], at: number, name: string | null): string | null {
  const text = values.find(({ row }) => at < row.length && numberOf(row[at]!) === null);
  if (text !== undefined) {
    const field = text.row[at]!.trim();
    const thousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(field);
    const kind = thousands ? 'commas in numbers' : hasDecimalComma(field) ? 'decimal commas' : 'text';
    return `it holds ${kind}, as "${shortened(field)}" in line ${text.line}`;
  }
  if (name === null) return null;
  const numbers = (): readonly number[] => values.slice(0, 100).map(({ row }) => Number(row[at]));
  return at === 0 && numbersRows(name, numbers) ? 'it numbers the rows' : leftOutByName(name);
}

function nameOf(names: readonly string[] | null, at: number): string {
  return names?.[at] || `column ${at + 1}`;
}

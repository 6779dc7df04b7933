import Papa from 'papaparse';

/** Rows of fields in text of whole rows. Runs of spaces part fields as one does, those around a row none. */
export function split(
  text: string,
  delimiter: string,
): {
  readonly rows: readonly (readonly string[])[];
  /** False if a quotation mark is not closed. */
  readonly complete: boolean;
} {
  if (delimiter === ' ' && !text.includes('"')) {
    const rows = text.split(/\r\n|\n|\r/).map((line) => line.trim().split(/ +/));
    return { rows: withoutEnd(rows, text), complete: true };
  }
  // Otherwise the first line end decides what every other has to be.
  const unified = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  const { data, errors } = Papa.parse<string[]>(unified, { delimiter, newline: '\n' });
  return {
    rows: withoutEnd(data, text),
    complete: !errors.some(({ code }) => code === 'MissingQuotes'),
  };
}

/** A line end at the end is followed by no row. */
function withoutEnd(rows: readonly (readonly string[])[], text: string): readonly (readonly string[])[] {
  return /[\r\n]$/.test(text) ? rows.slice(0, -1) : rows;
}

/** Lines that a row takes: quoted fields may hold line ends. */
export function linesOf(row: readonly string[]): number {
  return row.reduce((lines, field) => lines + field.split('\n').length - 1, 1);
}

/** Laying out plain text in a fixed width. */

export const pageWidth = 80;

/** Characters that take no column: combining marks. */
const zeroWidth = /\p{Mn}/gu;

export function columns(text: string): number {
  return [...text.replace(zeroWidth, '')].length;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Breaks a text at spaces; later lines are indented. Words longer than the page stay whole. */
export function wrap(text: string, indent: string, firstIndent = indent): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let empty = true;
  for (const word of text.split(/ +/)) {
    if (!empty && columns(line) + 1 + columns(word) > pageWidth) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** Rows as aligned columns, two spaces apart; a column that would not fit is cut with an ellipsis. */
export function table(rows: readonly (readonly string[])[], indent: string): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, c) =>
    Math.max(...rows.map((row) => columns(row[c] ?? ''))),
  );
  const excess = columns(indent) + widths.reduce((sum, width) => sum + width + 2, -2) - pageWidth;
  if (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = Math.max(8, widths[widest]! - excess);
  }
  return rows.map((row) =>
    (indent + row.map((cell, c) => pad(cut(cell, widths[c]!), widths[c]!)).join('  ')).trimEnd(),
  );
}

function cut(text: string, width: number): string {
  return columns(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;
}

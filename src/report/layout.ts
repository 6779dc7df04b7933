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

/**
 * Breaks a text at spaces; later lines are indented. Words longer than the page stay whole, and so does a number such as
 * `6.2 × 10⁻⁸`.
 */
export function wrap(text: string, indent: string, firstIndent = indent, width = pageWidth): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let empty = true;
  for (const word of text.replaceAll(' × ', '\u00a0×\u00a0').split(/ +/)) {
    if (!empty && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].map((one) => one.replaceAll('\u00a0', ' '));
}

/** What a column is not cut below. */
const narrowest = 8;

/**
 * Rows, the first of them the heads, as aligned columns two spaces apart. Where they do not fit, powers of ten are written
 * short; then columns are cut with an ellipsis, the widest first, and those of numbers only when no other is left: half
 * a number misleads.
 */
export function table(given: readonly (readonly string[])[], indent: string): string[] {
  const excessOf = (widths: readonly number[]): number =>
    columns(indent) + widths.reduce((sum, width) => sum + width + 2, -2) - pageWidth;
  const rows = excessOf(widthsOf(given)) > 0 ? given.map((row) => row.map(shortPower)) : given;
  const widths = widthsOf(rows);
  const text = widths.map((_, at) => !rows.slice(1).every((row) => isNumber(row[at] ?? '')));
  for (const may of [text, widths.map(() => true)]) {
    for (let left = excessOf(widths); left > 0;) {
      const open = widths.filter((width, at) => may[at] && width > narrowest).sort((a, b) => b - a);
      const [widest, next = 0] = open;
      if (widest === undefined) break;
      const less = Math.max(1, Math.min(left, widest - Math.max(next, narrowest)));
      widths[widths.findIndex((width, at) => may[at] && width === widest)] = widest - less;
      left -= less;
    }
  }
  return rows.map((row) =>
    (indent + row.map((cell, c) => pad(cut(cell, widths[c]!), widths[c]!)).join('  ')).trimEnd(),
  );
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `−2.1 × 10⁻¹⁶` as `−2.1e−16`. */
function shortPower(cell: string): string {
  return cell.replace(/ × 10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_, sign: string, digits: string) => {
    return `e${sign && '−'}${[...digits].map((digit) => superscripts.indexOf(digit)).join('')}`;
  });
}

function isNumber(cell: string): boolean {
  return /^([≥>] )?[−–]?[\d.,\s]*(e−?\d+| × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$/.test(cell);
}

/** The same for a last column of text, which goes on in further lines. */
export function textTable(rows: readonly (readonly string[])[], indent: string): string[] {
  const widths = widthsOf(rows).slice(0, -1);
  const room = pageWidth - columns(indent) - widths.reduce((sum, width) => sum + width + 2, 0);
  if (room < 24) return table(rows, indent);
  return rows.flatMap((row) => {
    const head = indent + widths.map((width, c) => `${pad(row[c] ?? '', width)}  `).join('');
    return wrap(row.at(-1) ?? '', ' '.repeat(columns(head)), head).map((line) => line.trimEnd());
  });
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, c) => Math.max(...rows.map((row) => columns(row[c] ?? ''))));
}

function cut(text: string, width: number): string {
  return columns(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;
}

import { hasDecimalComma, isComment, numberOf } from './fields';

/** Names stand above columns of numbers, and are none themselves. */
export function isHeader(top: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const texts = top.filter((field) => numberOf(field) === null).length;
  if (texts === 0) return isNumbered(top, rest);
  const isText = (row: readonly string[]): boolean => row.some((field) => numberOf(field) === null);
  // Above missing values alone as well.
  if (texts === top.length && !rest.some(isText)) return true;
  return top.some((field, at) => numberOf(field) === null && rest.some((row) => isNumber(row[at])));
}

/** Columns without names are numbered 0, 1, 2, ... by pandas, behind an empty name for that of the index. */
function isNumbered(top: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const from = top[0]!.trim() === '' ? 1 : 0;
  const counts = (row: readonly string[]): boolean =>
    row.every((field, at) => at < from || field.trim() === String(at - from));
  return top.length - from > 2 && rest.length > 0 && counts(top) && !counts(rest[0]!);
}

/** `np.savetxt` writes the names as a comment. */
export function columnNames(
  top: readonly string[],
  named: boolean,
  comments: readonly (readonly string[])[],
): readonly string[] | null {
  if (named) return top.map((name) => name.trim());
  const last = comments.filter(isComment).at(-1);
  if (last === undefined) return null;
  const [start, ...others] = last;
  const names =
    start === '#' && last.length === top.length + 1 ? others : [start!.replace(/^#\s*/, ''), ...others];
  return names.length === top.length && top.length > 1 ? names.map((name) => name.trim()) : null;
}

function isNumber(field: string | undefined): boolean {
  return field !== undefined && (hasDecimalComma(field) || !Number.isNaN(numberOf(field) ?? NaN));
}

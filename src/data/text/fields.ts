/** Fields that stand for a value that is not there. */
const missing = /^\s*(?:#?n\/?a|<na>|-?nan|null|none|\?)?\s*$/i;
const infinite = /^\s*([+-]?)inf(?:inity)?\s*$/i;
/** `Number` takes other bases as well, which no table holds. */
const decimal = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number that a field holds, NaN where it is missing, null where it is text. */
export function numberOf(field: string): number | null {
  if (decimal.test(field)) return Number(field);
  if (missing.test(field)) return NaN;
  const match = infinite.exec(field);
  if (match === null) return null;
  return match[1] === '-' ? -Infinity : Infinity;
}

/** `1,5`, which is not guessed to be a number: it may as well be two fields. */
export function hasDecimalComma(field: string): boolean {
  return /^\s*[+-]?\d+,\d+\s*$/.test(field);
}

/** Blank lines are no rows. */
export function isEmpty(row: readonly string[]): boolean {
  return row.length === 1 && row[0]!.trim() === '';
}

export function isComment(row: readonly string[]): boolean {
  return row[0]?.startsWith('#') === true && numberOf(row[0]) === null;
}

export function isCommentStart(line: string, delimiter: string): boolean {
  return line.startsWith('#') && isComment(line.split(delimiter, 1));
}

import { unreadable } from '../problems';
import type { TextLayout } from './layout';

type Layout = Pick<TextLayout, 'delimiter' | 'fields' | 'names'>;

export function raggedRow(file: string, { delimiter, fields }: Layout, found: number, line: number): Error {
  const mark = delimiter === '\t' ? 'a tab' : delimiter === ' ' ? 'a space' : `\`${delimiter}\``;
  return unreadable(
    file,
    `the row has ${found} ${found === 1 ? 'field' : 'fields'}, and those before have ${fields}. Correct it; a field that holds ${mark} needs quotes.`,
    line,
  );
}

export function textAmongNumbers(
  file: string,
  { names }: Layout,
  field: number,
  text: string,
  line: number,
): Error {
  const name = names?.[field] ?? `column ${field + 1}`;
  return unreadable(
    file,
    `\`${name}\` holds the text "${shortened(text.trim())}" among its numbers. Correct it, leave the field empty if the value is missing, or remove the column.`,
    line,
  );
}

export function openQuote(file: string, line: number): Error {
  return unreadable(file, 'a quotation mark in this line is not closed. Close or remove it.', line);
}

export function shortened(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

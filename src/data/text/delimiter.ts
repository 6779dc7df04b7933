import { numberOf } from './fields';
import { split } from './split';

const delimiters: readonly string[] = [',', '\t', ';', '|', ' '];
/** Lines that it is told from. */
const lookedAt = 50;

/** What parts most lines of the beginning into the same number of fields, and those into numbers rather than text. */
export function delimiterOf(start: string): string {
  const lines = start
    .split(/\r\n|\n|\r/, lookedAt + 1)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, lookedAt);
  const text = lines.join('\n');
  const scores = delimiters.map((delimiter) => score(split(text, delimiter).rows));
  const best = scores.reduce((most, one, at) => (isMore(one, scores[most]!) ? at : most), 0);
  return delimiters[best]!;
}

type Score = readonly [alike: number, numbers: number, fields: number];

function score(rows: readonly (readonly string[])[]): Score {
  const fields = median(rows.map((row) => row.length));
  if (fields < 2) return [0, 0, 0];
  const alike = rows.filter((row) => row.length === fields);
  const numbers = alike.flat().filter((field) => numberOf(field) !== null).length;
  return [alike.length, numbers / (fields * alike.length), fields];
}

function isMore(one: Score, other: Score): boolean {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && one[at]! > other[at]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

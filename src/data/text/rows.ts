import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

/** Characters that are parsed at once. */
const chunkSize = 1 << 20;

/** Rows of a text file, some thousands at a time; the next are parsed when these were taken. */
export async function* rowsOf(
  file: string,
  delimiter: string,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly string[])[]> {
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: chunkSize, signal });
  let rest = '';
  let first = true;
  try {
    for await (const piece of stream as AsyncIterable<string>) {
      const text = rest + (first ? piece.replace(/^\uFEFF/, '') : piece);
      first = false;
      const end = lastRowEnd(text);
      rest = text.slice(end);
      if (end > 0) yield parse(text.slice(0, end), delimiter);
    }
  } finally {
    stream.destroy();
  }
  if (rest !== '') yield parse(rest, delimiter);
}

/** Whole rows. */
function parse(text: string, delimiter: string): readonly (readonly string[])[] {
  const { data } = Papa.parse<string[]>(text, { delimiter });
  // A line end at the end is followed by an empty row.
  return /[\r\n]$/.test(text) ? data.slice(0, -1) : data;
}

/** Behind the last line end that lies in no quoted field; 0 if there is none. */
function lastRowEnd(text: string): number {
  if (!text.includes('"'))
    return (
      Math.max(text.lastIndexOf('\n'), text.includes('\n') ? -1 : text.lastIndexOf('\r', text.length - 2)) + 1
    );
  let [quoted, last] = [false, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) last = at + 1;
  }
  return last;
}

import { open, type FileHandle } from 'node:fs/promises';
import { unreadable } from '../problems';

/** Bytes that are asked for at once. */
const chunkSize = 1 << 20;
/** No row of a table of numbers is longer. */
const longestRow = 1 << 26;

export const [newline, carriageReturn, quote] = [10, 13, 34];

/** Some whole rows: the bytes from `start` to `end`, the last of which is a line end. Valid until the next are asked for. */
export interface Chunk {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface ChunkSettings {
  /** A byte. */
  readonly delimiter: number;
  /** True if lines end by carriage returns alone. */
  readonly oldMac: boolean;
}

/** The text of a file in chunks of whole rows. */
export async function* chunksOf(file: string, settings: ChunkSettings): AsyncGenerator<Chunk> {
  const handle = await open(file, 'r');
  try {
    let bytes = new Uint8Array(chunkSize + 1);
    let [held, start] = [0, 0];
    for (let first = true; ; first = false) {
      if (held > longestRow)
        throw unreadable(
          file,
          'a row has more than 64 MB, as if a quotation mark were not closed. Remove lone quotation marks.',
        );
      if (held > bytes.length / 2) bytes = grown(bytes);
      // One byte is kept free: the last row need not have a line end.
      const free = bytes.subarray(held, bytes.length - 1);
      const read = await fill(handle, free);
      const over = read < free.length;
      let end = held + read;
      if (settings.oldMac) replace(bytes.subarray(held, end), carriageReturn, newline);
      start = first && isMarked(bytes) ? 3 : 0;
      if (over && end > start && bytes[end - 1] !== newline) bytes[end++] = newline;
      const quoted = bytes.subarray(start, end).includes(quote);
      const rows = over
        ? end
        : quoted
          ? quotedRowsEnd(bytes, start, end, settings)
          : rowsEnd(bytes, start, end);
      if (rows > start) yield { bytes, start, end: rows };
      if (over) return;
      bytes.copyWithin(0, rows, end);
      held = end - rows;
    }
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle, into: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Behind the last line end; `start` if there is none. */
function rowsEnd(bytes: Uint8Array, start: number, end: number): number {
  return start + bytes.subarray(start, end).lastIndexOf(newline) + 1;
}

/** Behind the last line end that lies in no quoted field. */
function quotedRowsEnd(bytes: Uint8Array, start: number, end: number, { delimiter }: ChunkSettings): number {
  let [rows, inside, before] = [start, false, newline];
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    // A mark within a field that does not begin with one is a part of it.
    if (byte === quote) inside = !inside && (before === delimiter || before === newline || before === quote);
    else if (byte === newline && !inside) rows = at + 1;
    before = byte;
  }
  return rows;
}

/** UTF-8 files may begin with a byte order mark. */
function isMarked(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
}

function replace(bytes: Uint8Array, from: number, to: number): void {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes[at] = to;
}

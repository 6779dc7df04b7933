import { open, type FileHandle } from 'node:fs/promises';

/** Bytes that are read one after another, into buffers of the reader's. */
export interface ByteReader {
  /** Fills `into` as far as there are bytes. @returns how many bytes were read; fewer than asked for only at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export async function fileReader(path: string): Promise<ByteReader> {
  const handle: FileHandle = await open(path, 'r');
  let position = 0;
  return {
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        const { bytesRead } = await handle.read(into, filled, into.length - filled, position);
        if (bytesRead === 0) break;
        filled += bytesRead;
        position += bytesRead;
      }
      return filled;
    },
    close: () => handle.close(),
  };
}

/** Bytes of a stream, whose pieces come in any size. */
export function streamReader(stream: AsyncIterable<Uint8Array> & { destroy(): unknown }): ByteReader {
  const pieces = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        if (rest.length === 0) {
          const next = await pieces.next();
          if (next.done) break;
          rest = next.value;
          continue;
        }
        const taken = Math.min(rest.length, into.length - filled);
        into.set(rest.subarray(0, taken), filled);
        rest = rest.subarray(taken);
        filled += taken;
      }
      return filled;
    },
    async close() {
      stream.destroy();
    },
  };
}

import { open } from 'node:fs/promises';
import type { AsyncBuffer } from 'hyparquet';
import { changedWhileRead } from '../problems';

/** The bytes of a Parquet file, each part of which is read into one piece of memory. */
export async function parquetBytes(
  file: string,
): Promise<{ readonly buffer: AsyncBuffer; readonly close: () => Promise<void> }> {
  const handle = await open(file, 'r');
  const { size } = await handle.stat();
  return {
    buffer: {
      byteLength: size,
      async slice(start, end = size) {
        const bytes = new Uint8Array(Math.max(0, end - start));
        for (let at = 0; at < bytes.length;) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
          if (bytesRead === 0) throw changedWhileRead(file);
          at += bytesRead;
        }
        return bytes.buffer;
      },
    },
    close: () => handle.close(),
  };
}

export async function withParquetBytes<Result>(
  file: string,
  use: (buffer: AsyncBuffer) => Promise<Result>,
): Promise<Result> {
  const { buffer, close } = await parquetBytes(file);
  try {
    return await use(buffer);
  } finally {
    await close();
  }
}

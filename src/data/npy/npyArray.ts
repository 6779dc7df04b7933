import type { DataArray } from '../table';
import type { ByteReader } from '../bytes';
import { changedWhileRead, unreadable } from '../problems';
import { npyBlocks } from './blocks';
import { cutOff, readHeader, type NpyHeader } from './header';
import { storageRuns } from './storage';

/** The bytes of a `.npy` file, wherever they lie. */
export interface NpyBytes {
  readonly name: string;
  /** For messages. */
  readonly file: string;
  /** Null where it is not known. */
  readonly size: number | null;
  /** From the beginning. */
  readonly open: () => Promise<ByteReader>;
}

/** @throws ProblemError for what is no array of numbers, or not all of it */
export async function npyArray(bytes: NpyBytes): Promise<DataArray> {
  const { name, file, size } = bytes;
  const header = await withReader(bytes, (reader) => readHeader(reader, file));
  const { element, shape, length } = header;
  const needed = length + element.bytes * shape.reduce((product, one) => product * one, 1);
  if (size !== null && size < needed) throw cutOff(file);
  return {
    name,
    shape,
    dtype: element.dtype,
    columns: null,
    leftOut: [],
    async *blocks(view, signal) {
      const runs = storageRuns(shape, header.fortranOrder, view);
      if (runs === null)
        throw unreadable(
          file,
          `\`${name}\` has ${shape.length} axes in Fortran order. Save it with \`np.ascontiguousarray\`.`,
        );
      const reader = await bytes.open();
      try {
        await skipHeader(reader, header, file);
        yield* npyBlocks(reader, header, runs, file, signal);
      } finally {
        await reader.close();
      }
    },
  };
}

/** The file may have been written anew since it was looked at. */
async function skipHeader(reader: ByteReader, before: NpyHeader, file: string): Promise<void> {
  const now = await readHeader(reader, file);
  if (now.shape.join() !== before.shape.join() || now.element.dtype !== before.element.dtype)
    throw changedWhileRead(file);
}

async function withReader<Result>(
  { open }: NpyBytes,
  use: (reader: ByteReader) => Promise<Result>,
): Promise<Result> {
  const reader = await open();
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

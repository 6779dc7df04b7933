import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { npzArrays } from './archive/npz';
import { fileReader } from './bytes';
import { npyArray } from './npy/npyArray';
import { parquetArray } from './parquet/parquetArray';
import { changedWhileRead, systemProblem, unreadable } from './problems';
import type { DataArray, DataFile } from './table';
import { textArray } from './text/textArray';

/** Endings of the files that are read here. */
export const dataEndings = ['.csv', '.tsv', '.npy', '.npz', '.parquet'] as const;

/**
 * Looks at a data file: which arrays it has, their shapes and types. Values are read when blocks are asked for.
 * @throws ProblemError that names the file, the line where there is one, and the remedy
 */
export async function openData(file: string, signal: AbortSignal): Promise<DataFile> {
  signal.throwIfAborted();
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw unreadable(file, 'this is a folder. Name a data file in it.');
    if (!status.isFile()) throw unreadable(file, 'this is no regular file. Save the data to one.');
    if (status.size === 0) throw unreadable(file, 'the file is empty. Write the data into it.');
    const { arrays, leftOut } = await open(file, status.size);
    if (arrays.length > 0) return { file, arrays: arrays.map((array) => told(file, status, array)), leftOut };
    const [first] = leftOut;
    throw unreadable(
      file,
      first === undefined
        ? 'the archive holds no arrays. Write it with `np.savez`.'
        : `the archive holds no array of numbers; of \`${first.name}\`: ${first.reason}`,
    );
  } catch (error) {
    throw systemProblem(file, error);
  }
}

async function open(file: string, size: number): Promise<Pick<DataFile, 'arrays' | 'leftOut'>> {
  const ending = extname(file).toLowerCase();
  switch (ending) {
    case '.csv':
    case '.tsv':
      return { arrays: [await textArray(file)], leftOut: [] };
    case '.npy': {
      const name = basename(file, extname(file));
      return { arrays: [await npyArray({ name, file, size, open: () => fileReader(file) })], leftOut: [] };
    }
    case '.npz':
      return npzArrays(file);
    case '.parquet':
      return { arrays: [await parquetArray(file)], leftOut: [] };
    default:
      throw unreadable(
        file,
        `files that end in \`${ending}\` are not read. Data come from ${dataEndings.join(', ')}.`,
      );
  }
}

/** The file may be gone, locked or written anew by the time its values are read. */
function told(file: string, before: Stats, array: DataArray): DataArray {
  return {
    ...array,
    async *blocks(view, signal) {
      try {
        yield* array.blocks(view, signal);
      } catch (error) {
        // A file that is being written looks cut off.
        if (!signal.aborted && (await isChanged(file, before))) throw changedWhileRead(file);
        throw systemProblem(file, error);
      }
      if (await isChanged(file, before)) throw changedWhileRead(file);
    },
  };
}

/** A file that is gone was whole as long as it was open. */
async function isChanged(file: string, before: Stats): Promise<boolean> {
  const now = await stat(file).catch(() => before);
  return now.size !== before.size || now.mtimeMs !== before.mtimeMs;
}

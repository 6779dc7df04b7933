import { basename } from 'node:path';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { ProblemError } from '../../core/problem';
import { streamReader, type ByteReader } from '../bytes';
import { npyArray } from '../npy/npyArray';
import { unreadable } from '../problems';
import type { DataArray, LeftOutArray } from '../table';

/** The arrays of numbers in an archive that `np.savez` wrote, and what else is in it. */
export async function npzArrays(
  file: string,
): Promise<{ readonly arrays: readonly DataArray[]; readonly leftOut: readonly LeftOutArray[] }> {
  const members = await list(file);
  const arrays: DataArray[] = [];
  const leftOut: LeftOutArray[] = [];
  for (const member of members) {
    const name = member.fileName.replace(/\.npy$/i, '');
    try {
      arrays.push(
        await npyArray({
          name,
          file,
          size: member.uncompressedSize,
          open: () => memberReader(file, member),
        }),
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw damaged(file, error);
      // One array of objects does not spoil the others.
      leftOut.push({ name, reason: error.problem.message });
    }
  }
  return { arrays, leftOut };
}

async function list(file: string): Promise<readonly Entry[]> {
  const zip = await openZip(file);
  try {
    const members: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (!/\.npy$/i.test(entry.fileName)) continue;
      if (entry.isEncrypted())
        throw unreadable(file, 'the archive is protected by a password. Write it with `np.savez`.');
      members.push(entry);
    }
    return members;
  } catch (error) {
    throw error instanceof ProblemError ? error : damaged(file, error);
  } finally {
    zip.close();
  }
}

async function memberReader(file: string, member: Entry): Promise<ByteReader> {
  const zip = await openZip(file);
  try {
    const reader = streamReader(await zip.openReadStreamPromise(member));
    return {
      read: (into) =>
        reader.read(into).catch((error: unknown) => {
          throw damaged(file, error);
        }),
      close: async () => {
        await reader.close();
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw damaged(file, error);
  }
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    throw damaged(file, error);
  }
}

function damaged(file: string, error: unknown): ProblemError {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { problem } = unreadable(
    file,
    `this is no \`.npz\` archive, or it is damaged or cut off. Write ${basename(file)} again with \`np.savez\`.`,
  );
  return new ProblemError({ ...problem, details });
}

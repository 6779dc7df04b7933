import { existsSync } from 'node:fs';
import path from 'node:path';

/** The root of the checkout. */
export const root = path.resolve(__dirname, '..', '..');

/** Where PATH finds a program. */
export function which(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return firstExisting(folders.map((folder) => path.join(folder, program)));
}

export function firstExisting(candidates: readonly (string | undefined)[]): string | undefined {
  return candidates.find(
    (candidate): candidate is string => candidate !== undefined && existsSync(candidate),
  );
}

import { readFile, stat } from 'node:fs/promises';
import { ProblemError } from '../core/problem';

/** No model file that people write by hand is larger. */
const largestSource = 10 * 1024 * 1024;

/** The text of a source file, without a byte order mark. @throws ProblemError */
export async function readSource(file: string): Promise<string> {
  const refuse = (code: string, message: string) =>
    new ProblemError({ code, message, file, line: null, column: null, details: '' });
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code === 'ENOENT')
      throw refuse('no-file', 'there is no such file. Check the path and its spelling.');
    throw refuse('unreadable', `the file cannot be read (${found.code}). Check its permissions.`);
  }
  if (!found.isFile()) throw refuse('not-a-file', 'this is no file. Name the source file of the model.');
  if (found.size > largestSource)
    throw refuse(
      'too-large',
      `the file has ${Math.round(found.size / 1e6)} MB, too much for source code. Choose the source file of the model.`,
    );
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse('unreadable', `the file cannot be read (${error.code}). Check its permissions.`);
  });
  if (bytes.includes(0)) throw refuse('binary', 'the file is not text. Choose the source file of the model.');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

import { readFile, stat } from 'node:fs/promises';
import { ProblemError } from '../core/problem';

/** No model file that people write by hand is larger. */
const largestSource = 10 * 1024 * 1024;
/** Notebooks keep their outputs, pictures and all. */
const largestNotebook = 200 * 1024 * 1024;

/** The text of a source file, without a byte order mark, in UTF-8 or the encoding it declares. @throws ProblemError */
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
  if (found.size > (/\.ipynb$/i.test(file) ? largestNotebook : largestSource))
    throw refuse(
      'too-large',
      `the file has ${Math.round(found.size / 1e6)} MB, too much for source code. Choose the source file of the model.`,
    );
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse('unreadable', `the file cannot be read (${error.code}). Check its permissions.`);
  });
  const marked = [0xfeff, 0xfffe].includes(bytes.length > 1 ? bytes.readUInt16BE(0) : 0);
  if (marked) throw refuse('encoding', 'the file is UTF-16 text. Save it as UTF-8.');
  if (bytes.includes(0)) throw refuse('binary', 'the file is not text. Choose the source file of the model.');
  const text = decoded(bytes);
  if (text !== null) return text;
  throw new ProblemError({
    code: 'encoding',
    message: 'the file is not UTF-8 from here on. Save it as UTF-8, or name its encoding in its first line.',
    file,
    line: lineOfFault(bytes),
    column: null,
    details: '',
  });
}

/** How Python files name an encoding of their own, in one of the first two lines. */
const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m;

/** Null if the bytes are no text in the encoding that the file has. */
function decoded(bytes: Buffer): string | null {
  const head = bytes
    .subarray(0, 400)
    .toString('latin1')
    .split(/\r\n?|\n/, 2)
    .join('\n');
  const encoding = declaration
    .exec(head)?.[1]
    ?.replace(/^(latin|iso8859)[-_]?1$|^iso[-_]8859[-_]1$/i, 'latin1');
  for (const name of ['utf-8', encoding]) {
    try {
      if (name !== undefined) return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return null;
}

function lineOfFault(bytes: Buffer): number {
  const fault = [
    ...bytes
      .toString('utf8')
      .split('\uFFFD', 1)[0]!
      .matchAll(/\r\n?|\n/g),
  ];
  return fault.length + 1;
}

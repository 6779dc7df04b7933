import { ProblemError } from '../core/problem';

/** A data file that cannot be read: what is wrong, and what to do. */
export function unreadable(file: string, message: string, line: number | null = null): ProblemError {
  return new ProblemError({ code: 'data-file', message, file, line, column: null, details: '' });
}

export function changedWhileRead(file: string): ProblemError {
  return unreadable(file, 'the file changed while it was read. Refresh when it is written.');
}

/** What the file system says, in words. */
export function systemProblem(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return unreadable(file, 'there is no such file. Check its path.');
    case 'EISDIR':
      return unreadable(file, 'this is a folder. Name a data file in it.');
    case 'EACCES':
    case 'EPERM':
      return unreadable(file, 'the file may not be read. Change its permissions.');
    default:
      return error;
  }
}

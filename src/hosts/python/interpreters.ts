import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Finding a Python interpreter without an editor: the folder's own environment, then the search path. */

const run = promisify(execFile);
const windows = process.platform === 'win32';

/** Names of environment folders, in the order they are tried. */
const environmentFolders = ['.venv', 'venv', 'env', '.conda'];
const executable = windows ? join('Scripts', 'python.exe') : join('bin', 'python');
const onPath: readonly (readonly string[])[] = windows
  ? [['python'], ['py', '-3'], ['python3']]
  : [['python3'], ['python']];

/** The oldest Python whose syntax tree has end positions and whose traces are exact. */
export const oldestPython = [3, 8] as const;

export interface Interpreter {
  /** An executable path, or a name found on the search path. */
  readonly path: string;
  readonly version: readonly [number, number];
}

/**
 * The first interpreter that runs.
 * @param folders looked into for a virtual environment, nearest first.
 * @returns its path, or null if there is none.
 */
export async function findInterpreter(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders)
    for (const name of environmentFolders) {
      const path = join(folder, name, executable);
      if (await exists(path)) return path;
    }
  const conda = process.env['CONDA_PREFIX'] ?? process.env['VIRTUAL_ENV'];
  if (conda) {
    const path = join(conda, process.env['CONDA_PREFIX'] && windows ? 'python.exe' : executable);
    if (await exists(path)) return path;
  }
  for (const command of onPath) {
    const found = await ask(command);
    if (found) return found.path;
  }
  return null;
}

/** What an interpreter says of itself; null if it does not run. */
export async function ask(command: readonly string[]): Promise<Interpreter | null> {
  const script = 'import sys; print(sys.executable); print(*sys.version_info[:2])';
  try {
    const { stdout } = await run(command[0]!, [...command.slice(1), '-I', '-S', '-c', script], {
      timeout: 10_000,
      windowsHide: true,
    });
    const [path, version] = stdout.trim().split(/\r?\n/);
    const [major, minor] = version!.split(' ').map(Number);
    return { path: path!, version: [major!, minor!] };
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

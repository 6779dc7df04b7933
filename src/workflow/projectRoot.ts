import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const marks = ['pyproject.toml', 'setup.cfg', 'package.json', '.git'];

/** The folder that imports are relative to: the nearest one with a project's mark, else the file's own. */
export function findProjectRoot(file: string, workspaceFolder: string | null = null): string {
  const own = dirname(file);
  for (let folder = own; ; folder = dirname(folder)) {
    if (marks.some((mark) => existsSync(join(folder, mark)))) return folder;
    if (folder === workspaceFolder) return folder;
    if (dirname(folder) === folder) return own;
  }
}

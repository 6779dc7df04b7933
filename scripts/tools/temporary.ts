import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

/** A new folder that is gone when this process is, if it was not removed before. */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), `gradient-lens-${name}-`)));
  folders.add(folder);
  return folder;
}

export function removeTemporary(folder: string): void {
  folders.delete(folder);
  // A process that was just ended may still be writing a last file.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

process.once('exit', () => folders.forEach(removeTemporary));

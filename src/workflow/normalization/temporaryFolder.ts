import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the arrays of a model, made when it is first asked for. */
export class TemporaryFolder {
  private made: Promise<string> | null = null;

  path(): Promise<string> {
    return (this.made ??= mkdtemp(join(tmpdir(), 'gradient-lens-data-')));
  }

  /** Removes it with all that is in it. A process that writes to it must have ended: some systems keep open files. */
  async remove(): Promise<void> {
    const folder = await this.made?.catch(() => null);
    if (typeof folder === 'string') await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

import path from 'node:path';
import { root } from '../../scripts/tools/path';
import { run, tail } from '../../scripts/tools/process';

let packed: Promise<string> | undefined;

/** Packs the extension as `npm run package` does for everybody, once, and returns the file. */
export function packedExtension(): Promise<string> {
  return (packed ??= pack());
}

async function pack(): Promise<string> {
  const { code, output } = await run('npm', ['run', 'package'], {
    cwd: root,
    timeLimit: 5 * 60_000,
    quiet: true,
  });
  if (code !== 0) throw new Error(`npm run package failed:\n${tail(output)}`);
  return path.join(root, 'gradient-lens.vsix');
}

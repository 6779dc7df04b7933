/**
 * `npm test`: everything there is to test, in one command. `npm test -- unit python` runs some kinds only, and what
 * follows an option goes to their runners: `npm test -- e2e --grep panel`.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

try {
  ensurePackages();
  const main = path.join(root, 'scripts/testing/main.ts');
  const args = ['--import', 'tsx', main, ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
}

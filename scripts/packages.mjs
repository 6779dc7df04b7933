/**
 * Installs the npm packages when they are missing or older than the lock file, so that one command works on a
 * fresh clone. Plain JavaScript on Node alone: nothing else can be imported before it has run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = path.join(root, 'package-lock.json');
// npm writes this file last, so its presence also says that the installation was finished.
const installed = path.join(root, 'node_modules', '.package-lock.json');

export function ensurePackages() {
  if (isUpToDate()) return;
  console.log('Installing the npm packages (npm ci) …');
  const windows = process.platform === 'win32';
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0)
    throw new Error('The npm packages could not be installed; what npm says above tells why.');
}

function isUpToDate() {
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true;
  // A checkout renews the time of the lock file without changing it: compare what is installed before giving up.
  const wanted = requiredVersions(lockFile);
  const present = requiredVersions(installed);
  return [...wanted].every(([place, { version, optional }]) => {
    const found = present.get(place);
    return found ? found.version === version : optional;
  });
}

function requiredVersions(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    Object.entries(packages).flatMap(([place, { version, optional = false, devOptional = false }]) =>
      place.startsWith('node_modules/') ? [[place, { version, optional: optional || devOptional }]] : [],
    ),
  );
}

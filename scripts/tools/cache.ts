/** Things that are expensive to prepare, kept outside the checkout and shared by all checkouts. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const longestWork = 30 * 60_000;

export function cacheFolder(): string {
  const { GRADIENT_LENS_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return path.resolve(own || path.join(shared || path.join(homedir(), '.cache'), 'gradient-lens'));
}

/**
 * The folder `name` of the cache, made by `make` if it is not there. The name holds every version that matters, so
 * a folder with that name is always complete and current: it is made elsewhere and renamed in one step.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const target = path.join(cacheFolder(), name);
  if (existsSync(target)) return target;
  mkdirSync(cacheFolder(), { recursive: true });
  return locked(target, async () => {
    if (existsSync(target)) return target;
    const draft = `${target}.draft-${process.pid}`;
    removeAbandonedDrafts(target);
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft);
    try {
      await make(draft);
      renameSync(draft, target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return target;
  });
}

/** Lets one process at a time do the work. It only saves double work: what is made stays whole without it. */
async function locked<T>(target: string, work: () => Promise<T>): Promise<T> {
  const lock = `${target}.lock`;
  for (let told = false; !acquire(lock); told = true) {
    if (!told) console.log(`Another process is preparing ${path.basename(target)}; waiting for it …`);
    await pause(500);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(lock: string): boolean {
  if (isAbandoned(lock)) rmSync(lock, { force: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(lock: string): boolean {
  try {
    // The age counts too, because the number of a process that ended is given to another one some day.
    return !isAlive(Number(readFileSync(lock, 'utf8'))) || Date.now() - statSync(lock).mtimeMs > longestWork;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes what processes left behind that were ended in the middle of their work. */
function removeAbandonedDrafts(target: string): void {
  const prefix = `${path.basename(target)}.draft-`;
  for (const name of readdirSync(cacheFolder())) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    rmSync(path.join(cacheFolder(), name), { recursive: true, force: true });
  }
}

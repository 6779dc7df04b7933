import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const name = 'GRADIENT_LENS_TEST';

/**
 * Marks the environment of every process that this one starts from now on.
 * @returns what waits until none of them is left, or tells the command lines of those that are after a while.
 */
export function markChildren(): () => Promise<string[]> {
  const value = `${process.pid}-${Math.random()}`;
  process.env[name] = value;
  return async () => {
    delete process.env[name];
    for (let left = 40; ; left--) {
      const found = withEnvironment(`${name}=${value}\0`);
      if (found.length === 0 || left === 0) return found;
      await delay(50);
    }
  };
}

/** How many of the processes that are marked run now; none on systems that do not tell. */
export function markedChildren(): number {
  return withEnvironment(`${name}=${process.env[name]}\0`).length;
}

function withEnvironment(entry: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${Number(pid)}/environ`, 'latin1').includes(entry)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

import { readdirSync, readFileSync } from 'node:fs';

/** Names the host in the environment of everything that a model starts. */
export const mark = 'GRADIENT_LENS_HOST';

/**
 * Ends what a model started in a session of its own, which is in no process group of the host any more. Linux tells the
 * environment of processes; elsewhere only the group is ended.
 */
export function endStrays(value: string): void {
  if (process.platform !== 'linux') return;
  const wanted = Buffer.from(`${mark}=${value}\0`);
  // What is ended may just have started something: look until nothing is left, but not for ever.
  for (let round = 0; round < 10; round++) {
    const found = processes().filter((pid) => environmentOf(pid).includes(wanted));
    if (found.length === 0) return;
    for (const pid of found) endOne(pid);
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

function environmentOf(pid: number): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return Buffer.alloc(0); // gone, or another user's
  }
}

function endOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone meanwhile.
  }
}

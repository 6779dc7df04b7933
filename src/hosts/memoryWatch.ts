import { readFile } from 'node:fs/promises';

/** Milliseconds between two looks. */
const pace = 200;
/** Bytes of a page of memory on all machines whose Linux runs an editor; a guess where pages are larger only errs low. */
const page = 4096;

/**
 * Looks at the memory of a process from outside, where the system tells it cheaply: a host that watches itself cannot look
 * while one long call of compiled code keeps it. Two looks in a row must see too much, so that it can tell first itself.
 * @returns what ends the watch.
 */
export function watchMemory(pid: number, limit: number, onExceeded: () => void): () => void {
  if (process.platform !== 'linux') return () => {};
  let seen = 0;
  const timer = setInterval(async () => {
    seen = (await residentMemory(pid)) > limit ? seen + 1 : 0;
    if (seen === 2) onExceeded();
  }, pace).unref();
  return () => clearInterval(timer);
}

async function residentMemory(pid: number): Promise<number> {
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ');
    return Number(resident) * page;
  } catch {
    return 0; // it has ended
  }
}

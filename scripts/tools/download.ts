import { setTimeout as pause } from 'node:timers/promises';
import { run, tail, type RunOptions } from './process';

/** Runs a command that downloads, and tries again twice: most failures of a network are over soon. */
export async function download(
  what: string,
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<void> {
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    const { code, output, timedOut } = await run(command, args, { quiet: true, ...options });
    if (code === 0) return;
    const how = timedOut ? `did not end within ${options.timeLimit / 60_000} minutes` : 'failed';
    if (attempt === attempts) {
      throw new Error(
        `The download of ${what} ${how}, ${attempts} times in a row. Its last words:\n${tail(output)}`,
      );
    }
    console.log(`The download of ${what} ${how}; trying again …`);
    await pause(2_000 * attempt);
  }
}

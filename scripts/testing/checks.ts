/** Checks that run no test: each is a script of package.json that succeeds or does not. */
import { root } from '../tools/path';
import { run } from '../tools/process';
import type { Results } from './results';

export async function runScript(name: string): Promise<Results> {
  const { code, timedOut } = await run('npm', ['run', '--silent', name], {
    cwd: root,
    timeLimit: 10 * 60_000,
  });
  if (code === 0) return { passed: 1, failed: [], skipped: [] };
  const message = timedOut ? 'It did not end within ten minutes.' : 'What it printed above tells why.';
  return { passed: 0, failed: [{ test: `npm run ${name}`, message }], skipped: [] };
}

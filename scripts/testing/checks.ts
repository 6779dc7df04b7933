/** Checks that run no test: each is a script of package.json that succeeds or does not. */
import { root } from '../tools/path';
import { run, tail } from '../tools/process';
import type { Results } from './results';

export async function runScript(name: string): Promise<Results> {
  const options = { cwd: root, timeLimit: 10 * 60_000, quiet: true };
  const { code, output, timedOut } = await run('npm', ['run', '--silent', name], options);
  if (output.trim() !== '') console.log(output.trimEnd());
  if (code === 0) return { passed: 1, failed: [], skipped: [] };
  const message = timedOut ? 'It did not end within ten minutes.' : tail(output);
  return { passed: 0, failed: [{ test: `npm run ${name}`, message }], skipped: [] };
}

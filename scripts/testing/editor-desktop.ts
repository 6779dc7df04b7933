import path from 'node:path';
import { run } from '../tools/process';
import type { EditorRun } from './editor';

/** Starts VS Code by @vscode/test-electron, in a process of its own because only that can be stopped. */
export async function runInDesktop(
  executable: string,
  { tests, name, env, timeLimit }: EditorRun,
): Promise<string | undefined> {
  const launcher = ['--import', 'tsx', path.join(__dirname, 'launch-desktop.ts'), executable, tests, name];
  const { code, timedOut } = await run(process.execPath, launcher, {
    env: { ...process.env, ...env },
    timeLimit,
  });
  if (timedOut)
    return `VS Code was stopped, because its tests did not end within ${timeLimit / 60_000} minutes.`;
  return code === 0 ? undefined : 'VS Code ended before its tests did; what it printed above tells why.';
}

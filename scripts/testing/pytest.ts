import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../tools/path';
import { run } from '../tools/process';
import { usePython } from '../tools/python';
import { parseJUnit } from './junit';
import { judged, type Results } from './results';

export async function runPytest(args: readonly string[], timeLimit: number): Promise<Results> {
  let python: string;
  try {
    python = await usePython();
  } catch (error) {
    // Gradient Lens is useful without Python (expression models), so a machine without one is no failure.
    return { passed: 0, failed: [], skipped: [{ test: 'test/python', message: (error as Error).message }] };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-results-'));
  const report = path.join(folder, 'results.xml');
  try {
    const command = [
      '-m',
      'pytest',
      'test/python',
      `--junitxml=${report}`,
      '-p',
      'no:cacheprovider',
      ...args,
    ];
    const outcome = await run(python, command, { cwd: root, timeLimit });
    return judged(readReport(report), outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined if the tests did not get that far. */
function readReport(file: string): Results | undefined {
  return existsSync(file) ? parseJUnit(readFileSync(file, 'utf8')) : undefined;
}

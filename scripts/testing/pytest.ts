import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../tools/path';
import { run } from '../tools/process';
import { removeTemporary, temporaryFolder } from '../tools/temporary';
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
  const folder = temporaryFolder('results');
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
    removeTemporary(folder);
  }
}

/** Undefined if the tests did not get that far. */
function readReport(file: string): Results | undefined {
  return existsSync(file) ? parseJUnit(readFileSync(file, 'utf8')) : undefined;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../tools/path';
import { run } from '../tools/process';
import { removeTemporary, temporaryFolder } from '../tools/temporary';
import { judged, type Results } from './results';

/** Runs mocha with a configuration file of the checkout. */
export async function runMocha(config: string, args: readonly string[], timeLimit: number): Promise<Results> {
  const folder = temporaryFolder('results');
  const report = path.join(folder, 'results.json');
  const reporter = [
    '--reporter',
    path.join(__dirname, 'reporter.cjs'),
    '--reporter-option',
    `output=${report}`,
  ];
  try {
    const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
    const command = [mocha, '--config', path.join(root, config), '--forbid-only', ...reporter, ...args];
    const outcome = await run(process.execPath, command, { cwd: root, timeLimit });
    return judged(readMochaReport(report), outcome);
  } finally {
    removeTemporary(folder);
  }
}

interface MochaTest {
  readonly fullTitle: string;
  readonly err: { readonly message?: string; readonly stack?: string };
}

/** Reads what mocha's JSON reporter wrote; undefined if it did not come to that. */
export function readMochaReport(file: string): Results | undefined {
  let report: Record<'passes' | 'failures' | 'pending', MochaTest[]>;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return {
    passed: report.passes.length,
    failed: report.failures.map(({ fullTitle: test, err }) => ({
      test,
      message: err.stack || err.message || '',
    })),
    skipped: report.pending.map(({ fullTitle: test }) => ({ test, message: '' })),
  };
}

/** What the extension host calls to test itself: mocha over the test files that are bundled beside this one. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const report = process.env.GRADIENT_LENS_TEST_RESULTS;
  if (!report) throw new Error('GRADIENT_LENS_TEST_RESULTS does not name the file for the results.');
  const failures = await runMocha(`${report}.part`).catch((error: Error) =>
    leaveOnlyError(`${report}.part`, error),
  );
  // Whoever waits for the file finds it whole.
  renameSync(`${report}.part`, report);
  if (failures > 0) throw new Error(`${failures} of the tests failed.`);
}

async function runMocha(output: string): Promise<number> {
  const mocha = new Mocha({
    timeout: 30_000,
    forbidOnly: true,
    grep: process.env.GRADIENT_LENS_TEST_GREP ?? '',
    reporter: 'json',
    reporterOptions: { output },
  });
  const folder = path.join(__dirname, process.env.GRADIENT_LENS_TEST_FOLDER ?? '');
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(folder, name));
  }
  return new Promise((resolve, reject) => {
    mocha.run(resolve).on('error', reject);
  });
}

/** A test file that cannot even be loaded fails like a test does. */
function leaveOnlyError(output: string, { message, stack }: Error): number {
  const failure = { fullTitle: 'loading the tests', err: { message, stack } };
  writeFileSync(output, JSON.stringify({ passes: [], pending: [], failures: [failure] }));
  return 1;
}

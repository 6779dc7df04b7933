/** Runs the kinds of test that are asked for (all, if none is), and ends with one line over all of them. */
import { preparePython, putOnPath } from '../tools/python';
import { runScript } from './checks';
import { runInEditor } from './editor';
import { runMocha } from './mocha';
import { runPytest } from './pytest';
import { broken, combined, summary, type Results } from './results';

const minute = 60_000;

interface Kind {
  readonly needsBuild: boolean;
  run(args: readonly string[]): Promise<Results>;
}

const kinds: Readonly<Record<string, Kind>> = {
  lint: { needsBuild: false, run: () => runScript('lint') },
  typecheck: { needsBuild: false, run: () => runScript('typecheck') },
  unit: { needsBuild: false, run: (args) => runMocha('.mocharc.json', args, 20 * minute) },
  python: { needsBuild: false, run: (args) => runPytest(args, 15 * minute) },
  vscode: { needsBuild: true, run: (args) => runInEditor(args, 10 * minute) },
  e2e: { needsBuild: true, run: (args) => runMocha('test/e2e/.mocharc.json', args, 20 * minute) },
  packaging: { needsBuild: true, run: (args) => runMocha('test/packaging/.mocharc.json', args, 10 * minute) },
};

async function main(args: readonly string[]): Promise<Map<string, Results>> {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const asked = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = args.slice(asked.length);
  const names = asked.length > 0 ? asked : Object.keys(kinds);
  const unknown = names.find((name) => !(name in kinds));
  if (unknown)
    throw new Error(`There is no kind of test "${unknown}", only ${Object.keys(kinds).join(', ')}.`);

  await preparePython().then(putOnPath, ({ message }) => console.log(`No Python for the tests: ${message}`));
  const results = new Map<string, Results>();
  if (names.some((name) => kinds[name]?.needsBuild)) {
    results.set('build', await section('build', () => runScript('build')));
  }
  const isBuilt = results.get('build')?.failed.length === 0;
  for (const name of names) {
    const { needsBuild, run } = kinds[name]!;
    const isLost = needsBuild && !isBuilt;
    results.set(
      name,
      isLost ? broken('Not run, because the build failed.') : await section(name, () => run(options)),
    );
  }
  return results;
}

async function section(name: string, work: () => Promise<Results>): Promise<Results> {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}\n`);
  const start = Date.now();
  const results = await work().catch((error: Error) => broken(error.message));
  console.log(`${name}: ${summary(results)} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  return results;
}

function report(results: Map<string, Results>): void {
  for (const [name, { failed, skipped }] of results) {
    for (const { test, message } of skipped) console.log(`\nskipped · ${name} · ${test}${indented(message)}`);
    for (const { test, message } of failed) console.log(`\nFAILED · ${name} · ${test}${indented(message)}`);
  }
  console.log();
  for (const [name, result] of results) console.log(`${name.padEnd(10)} ${summary(result)}`);
  const all = combined([...results.values()]);
  console.log(`\n${summary(all)}`);
  process.exitCode = all.failed.length > 0 ? 1 : 0;
}

function indented(message: string): string {
  const lines = message.trimEnd().split('\n').slice(0, 25);
  return message === '' ? '' : lines.map((line) => `\n    ${line}`).join('');
}

void main(process.argv.slice(2))
  .catch((error: Error) => new Map([['npm test', broken(error.message)]]))
  .then(report);

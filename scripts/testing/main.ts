/** Runs the kinds of test that are asked for (all, if none is), and ends with one line over all of them. */
import { usePython } from '../tools/python';
import { prepareVsCodeServer } from '../tools/vscode-server';
import { runScript } from './checks';
import { kinds, type Need } from './kinds';
import { broken, combined, summary, type Results } from './results';

async function main(args: readonly string[]): Promise<Map<string, Results>> {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const asked = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = args.slice(asked.length);
  const names = asked.length > 0 ? asked : Object.keys(kinds);
  const chosen = names.map((name) => {
    const kind = kinds[name];
    if (!kind) throw new Error(`There is no kind of test "${name}", only ${Object.keys(kinds).join(', ')}.`);
    return { name, kind };
  });
  const needs = new Set(chosen.flatMap(({ kind }) => kind.needs));
  const results = new Map<string, Results>();
  /** Why a need is not met. */
  const lacks = new Map<Need, string>();

  await usePython().catch((error: Error) => console.log(`No Python for tests: ${error.message}`));
  if (needs.has('build')) {
    results.set('build', await section('build', () => runScript('build')));
    if (results.get('build')!.failed.length > 0) lacks.set('build', 'Not run, because the build failed.');
  }
  if (needs.has('editor')) {
    await prepareVsCodeServer().catch((error: Error) => lacks.set('editor', error.message));
  }
  for (const { name, kind } of chosen) {
    const lack = kind.needs.find((need) => lacks.has(need));
    results.set(name, lack ? broken(lacks.get(lack)!) : await section(name, () => kind.run(options)));
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

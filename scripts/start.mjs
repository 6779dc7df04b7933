/**
 * `npm start [-- FILE]`: installs, builds, checks the given model or every example in the terminal, then opens the
 * examples in VS Code with the extension, or says how.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const commandLine = path.join(root, 'dist', 'cli.js');
const examples = path.join(root, 'examples');
const couldNotCheck = 2;

const [file] = process.argv.slice(2);
ensurePackages();
ensureBuild();
process.exitCode = file === undefined ? checkExamples() : checkFile(file);
openEditor();

function ensureBuild() {
  const built = existsSync(commandLine) ? statSync(commandLine).mtimeMs : 0;
  const sources = ['src', 'media', 'webpack.config.js', 'package.json'].map((name) => path.join(root, name));
  if (sources.every((source) => newest(source) < built)) return;
  console.log('Building …');
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules', 'webpack', 'bin', 'webpack.js'), '--mode', 'production'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error('The build failed; `npm run build` shows why.');
}

/** Time of the last change in a file or folder. */
function newest(place) {
  const { mtimeMs } = statSync(place);
  if (!statSync(place).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}

/** A wrong gradient is a finding, not a failure of this command. */
function checkFile(model) {
  const { status } = spawnSync(process.execPath, [commandLine, 'check', model], { stdio: 'inherit' });
  return status === couldNotCheck ? couldNotCheck : 0;
}

/** One line for each example, then the whole report of a wrong one. */
function checkExamples() {
  const models = ['expressions', 'python'].flatMap((folder) =>
    readdirSync(path.join(examples, folder))
      .filter((name) => /\.py$|\.gradient\.(json|yaml)$/.test(name))
      .sort()
      .map((name) => path.join('examples', folder, name)),
  );
  console.log('\nThe examples:\n');
  let last = null;
  for (const model of models) {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [commandLine, 'check', model, '--format', 'json'],
      {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
    if (stdout === '') {
      console.log(`  –  ${stderr.trim()}`);
      continue;
    }
    const { verdict, checks } = JSON.parse(stdout);
    const marks = { correct: '✓', suspicious: '▲', wrong: '✗', inconclusive: '?' };
    console.log(`  ${marks[verdict]}  ${model}\n       ${checks[0].reason}`);
    if (verdict === 'wrong') last = model;
  }
  if (last === null) return 0;
  console.log(`\nThe whole report of one of them: npm start -- ${last}\n`);
  return checkFile(path.join(root, last));
}

function openEditor() {
  const editor = ['code', 'code-insiders', 'codium'].find(isInstalled);
  if (editor) {
    console.log(
      `\nOpening the examples in VS Code. Open a model there and run "Gradient Lens: Check Gradients" (F1).`,
    );
    spawn(editor, [`--extensionDevelopmentPath=${root}`, examples], {
      detached: true,
      stdio: 'ignore',
      shell: process.platform === 'win32',
    }).unref();
    return;
  }
  console.log(
    '\nNo VS Code was found on the search path. To use Gradient Lens in the editor: npm run package, then in VS Code' +
      '\n"Extensions: Install from VSIX…" with gradient-lens.vsix, open a model and run "Gradient Lens: Check Gradients".',
  );
}

function isInstalled(command) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const names = process.platform === 'win32' ? [`${command}.cmd`, `${command}.exe`] : [command];
  return folders.some((folder) => names.some((name) => existsSync(path.join(folder, name))));
}

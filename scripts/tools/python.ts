/** A Python that has what the tests and the models under test need, apart from the user's own. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { cached } from './cache';
import { download } from './download';
import { run, tail } from './process';
import { ensureSystemPackages } from './system-packages';

const packages = ['hypothesis', 'numpy', 'pytest'];
const windows = process.platform === 'win32';

interface Interpreter {
  readonly executable: string;
  readonly version: string;
}

let chosen: Promise<string> | undefined;

/**
 * The interpreter for the tests, which from then on is what this process and its children find when they look for
 * Python. Rejects with a sentence that says why there is none.
 */
export function usePython(): Promise<string> {
  return (chosen ??= choose());
}

async function choose(): Promise<string> {
  const { GRADIENT_LENS_TEST_PYTHON: chosenByParent } = process.env;
  if (chosenByParent) return chosenByParent;
  if (chosenByParent === '') throw new Error(`There is no Python with ${packages.join(', ')}.`);
  process.env.GRADIENT_LENS_TEST_PYTHON = '';
  const python = await prepare();
  process.env.GRADIENT_LENS_TEST_PYTHON = python;
  process.env.PATH = `${path.dirname(python)}${path.delimiter}${process.env.PATH}`;
  return python;
}

async function prepare(): Promise<string> {
  const found = await interpreters();
  if (!found[0]) throw new Error('There is no Python 3.8 or newer on the PATH.');
  try {
    return await virtualEnvironment(found[0]);
  } catch (error) {
    for (const { executable } of found) {
      if (await hasPackages(executable)) return executable;
    }
    throw error;
  }
}

async function virtualEnvironment(base: Interpreter): Promise<string> {
  // The same version can be installed twice, and an environment belongs to one of them.
  const identity = createHash('sha256').update(base.executable).digest('hex').slice(0, 8);
  const folder = await cached(`python-${base.version}-${packages.join('-')}-${identity}`, async (draft) => {
    console.log(`Preparing a Python environment with ${packages.join(', ')} …`);
    await createEnvironment(base.executable, draft);
    const install = ['-m', 'pip', 'install', '--quiet', '--retries', '0', ...packages];
    await download(`${packages.join(', ')} for Python`, inEnvironment(draft), install, {
      timeLimit: 10 * 60_000,
    });
  });
  return inEnvironment(folder);
}

async function createEnvironment(python: string, folder: string): Promise<void> {
  const create = () => run(python, ['-m', 'venv', '--clear', folder], { quiet: true, timeLimit: 2 * 60_000 });
  let { code, output } = await create();
  if (code !== 0 && output.includes('ensurepip')) {
    // Debian splits this module off its Python.
    await ensureSystemPackages([{ debianPackages: ['python3-venv'], isThere: () => false }]);
    ({ code, output } = await create());
  }
  if (code !== 0) throw new Error(`${python} cannot make a virtual environment:\n${tail(output)}`);
}

function inEnvironment(folder: string): string {
  return windows ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python');
}

async function interpreters(): Promise<Interpreter[]> {
  const report =
    'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3]); sys.version_info >= (3, 8) or sys.exit(1)';
  const commands = windows ? ['python', 'py'] : ['python3', 'python'];
  const found = new Map<string, Interpreter>();
  for (const command of commands) {
    const { code, output } = await run(command, ['-c', report], { quiet: true, timeLimit: 30_000 });
    const [executable, version] = output.trim().split(/\r?\n/);
    if (code === 0 && executable && version) found.set(executable, { executable, version });
  }
  return [...found.values()];
}

async function hasPackages(python: string): Promise<boolean> {
  const { code } = await run(python, ['-c', `import ${packages.join(', ')}`], {
    quiet: true,
    timeLimit: 60_000,
  });
  return code === 0;
}

/**
 * Runs test/vscode in the extension host of a real VS Code: the desktop's, where one is named or can be downloaded
 * and shown, the server's elsewhere.
 */
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from '../tools/cache';
import { root } from '../tools/path';
import { run } from '../tools/process';
import { removeTemporary, temporaryFolder } from '../tools/temporary';
import { runInDesktop } from './editor-desktop';
import { runInServer } from './editor-server';
import { readMochaReport } from './mocha';
import { broken, combined, type Results } from './results';
import { workspaces } from './workspaces';

export interface EditorRun {
  /** The folder of test/vscode that has the tests; empty for those that lie in it directly. */
  readonly name: string;
  /** The workspace to open. */
  readonly opened: (typeof workspaces)[string];
  /** The module whose `run` the extension host calls. */
  readonly tests: string;
  /** The file in which `run` leaves the results. */
  readonly report: string;
  /** The environment that the extension host needs, on top of this process's. */
  readonly env: NodeJS.ProcessEnv;
  readonly timeLimit: number;
}

export async function runInEditor(args: readonly string[], timeLimit: number): Promise<Results> {
  const bundle = ['node_modules/webpack/bin/webpack.js', '--config', 'webpack.test.config.js'];
  const { code } = await run(process.execPath, bundle, { cwd: root, timeLimit: 5 * 60_000 });
  if (code !== 0) return broken('The tests could not be bundled; what webpack printed above tells why.');

  const [, pattern] = /^--grep[= ](.*)$/.exec(args.join(' ')) ?? [];
  const results: Results[] = [];
  for (const name of Object.keys(workspaces)) results.push(await runWith(name, pattern, timeLimit));
  return combined(results);
}

/** The tests of one workspace. */
async function runWith(name: string, pattern: string | undefined, timeLimit: number): Promise<Results> {
  const folder = temporaryFolder('results');
  const report = path.join(folder, 'results.json');
  const env = {
    GRADIENT_LENS_TEST_RESULTS: report,
    GRADIENT_LENS_TEST_FOLDER: name,
    ...(pattern && { GRADIENT_LENS_TEST_GREP: pattern }),
  };
  const tests = path.join(root, 'dist/test/index.js');
  const editorRun = { name, opened: workspaces[name]!, tests, report, env, timeLimit };
  try {
    const executable = await desktop();
    const trouble = await (executable ? runInDesktop(executable, editorRun) : runInServer(editorRun));
    const results = readMochaReport(report) ?? broken(trouble ?? 'The tests left no results.');
    for (const { test } of results.failed) console.log(`  failed: ${test}`);
    return results;
  } finally {
    removeTemporary(folder);
  }
}

/** The program of a desktop VS Code that can be shown here; undefined where there is none to be had. */
async function desktop(): Promise<string | undefined> {
  const { VSCODE_EXECUTABLE: named, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (named) return named;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  try {
    const cachePath = path.join(cacheFolder(), 'vscode');
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath, timeout: 5_000 });
  } catch (error) {
    console.log(`VS Code cannot be downloaded (${(error as Error).message}); its server is used instead.`);
    return undefined;
  }
}

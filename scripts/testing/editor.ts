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
import { broken, type Results } from './results';

export interface EditorRun {
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

  const folder = temporaryFolder('results');
  const report = path.join(folder, 'results.json');
  const [, pattern] = /^--grep[= ](.*)$/.exec(args.join(' ')) ?? [];
  const env = { GRADIENT_LENS_TEST_RESULTS: report, ...(pattern && { GRADIENT_LENS_TEST_GREP: pattern }) };
  const editorRun = { tests: path.join(root, 'dist/test/index.js'), report, env, timeLimit };
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

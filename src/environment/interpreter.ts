import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Log } from './log';
import { fromPythonEnvironments, fromPythonExtension } from './pythonExtensions';
import { pythonSetting } from './settings';

/** An interpreter and who named it. */
export interface FoundInterpreter {
  readonly path: string;
  readonly source: 'setting' | 'environments' | 'python' | 'folder';
}

/**
 * The interpreter for a document: own setting, then what the user chose in the extensions for Python, then the
 * workspace's own environment, then the search path. Null when there is none.
 */
export async function findPython(uri: vscode.Uri, log: Log): Promise<FoundInterpreter | null> {
  for await (const found of interpreters(uri, log)) return found;
  return null;
}

/** All of them, the one in use first. */
export async function* interpreters(uri: vscode.Uri | undefined, log: Log): AsyncGenerator<FoundInterpreter> {
  const set = pythonSetting(uri);
  if (set !== null) yield { path: expand(set, uri), source: 'setting' };

  const sources = [
    ['environments', () => fromPythonEnvironments(uri)],
    ['python', () => fromPythonExtension(uri)],
    ['folder', () => fromFolders(uri)],
  ] as const;
  for (const [source, ask] of sources) {
    try {
      const path = await ask();
      if (path !== null) yield { path, source };
    } catch (error) {
      // Another extension's failure must not keep anyone from checking gradients.
      log.info(`Asking for an interpreter (${source}) failed: ${String(error)}`);
    }
  }
}

async function fromFolders(uri: vscode.Uri | undefined): Promise<string | null> {
  const { findInterpreter } = await import('../hosts/python/interpreters');
  const folders: string[] = [];
  if (uri?.scheme === 'file') folders.push(dirname(uri.fsPath));
  const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  for (const folder of own === undefined ? (vscode.workspace.workspaceFolders ?? []) : [own]) {
    folders.push(...between(folders[0], folder.uri.fsPath));
  }
  return findInterpreter([...new Set(folders)]);
}

/** The folders from a file's own up to its workspace folder: environments may lie in any of them. */
function between(from: string | undefined, root: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = from ?? root; folder.startsWith(root) && folder !== root; folder = dirname(folder))
    folders.push(folder);
  return [...folders, root];
}

/** Settings name paths with `~`, `${workspaceFolder}`, or relative to the workspace folder. */
function expand(path: string, uri: vscode.Uri | undefined): string {
  const folder = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  const root = folder?.uri.fsPath;
  let expanded = path.replace(/^~(?=[\\/]|$)/, () => homedir());
  if (root !== undefined) expanded = expanded.replace(/\$\{workspaceFolder\}/g, () => root);
  // A bare name is looked up on the search path.
  if (isAbsolute(expanded) || root === undefined || !/[\\/]/.test(expanded)) return expanded;
  return join(root, expanded);
}

import * as vscode from 'vscode';

/**
 * Interpreters the user has already chosen elsewhere. Only the few members used here are described, and every answer is
 * checked, because these interfaces belong to other extensions and change.
 */

interface PythonEnvironmentsApi {
  getEnvironment?(
    scope: vscode.Uri | undefined,
  ): Promise<{ readonly execInfo?: { readonly run?: { readonly executable?: unknown } } } | undefined>;
}

interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath?(resource?: vscode.Uri): unknown;
    resolveEnvironment?(
      path: unknown,
    ): Promise<{ readonly executable?: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The interpreter of the Python Environments extension for a document. */
export async function fromPythonEnvironments(uri: vscode.Uri | undefined): Promise<string | null> {
  const api = await exportsOf<PythonEnvironmentsApi>('ms-python.vscode-python-envs');
  const environment = await api?.getEnvironment?.(uri);
  return pathOrNull(environment?.execInfo?.run?.executable);
}

/** The interpreter that is selected in the Python extension. */
export async function fromPythonExtension(uri: vscode.Uri | undefined): Promise<string | null> {
  const environments = (await exportsOf<PythonApi>('ms-python.python'))?.environments;
  const active = environments?.getActiveEnvironmentPath?.(uri);
  if (active === undefined) return null;
  const resolved = await environments?.resolveEnvironment?.(active);
  return pathOrNull(resolved?.executable?.uri?.fsPath);
}

async function exportsOf<Api>(id: string): Promise<Api | null> {
  const extension = vscode.extensions.getExtension<Api | undefined>(id);
  if (extension === undefined) return null;
  return (extension.isActive ? extension.exports : await extension.activate()) ?? null;
}

function pathOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

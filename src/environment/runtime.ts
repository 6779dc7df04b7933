import * as vscode from 'vscode';
import { ProblemError } from '../core/problem';
import type { Runtime } from '../workflow/checkModel';
import { findPython } from './interpreter';
import type { Log } from './log';

/** How the processes that run model code are started from within the editor. */
export function runtimeFor(
  target: { readonly uri: string; readonly file: string },
  installation: string,
  log: Log,
): Runtime {
  return {
    installation,
    // The editor's own Node, so that nothing needs to be installed.
    node: { path: process.execPath, environment: { ELECTRON_RUN_AS_NODE: '1' } },
    findPython: async () => {
      const found = await findPython(vscode.Uri.parse(target.uri), log);
      if (found === null) throw noPython(target.file);
      log.info(`Python: ${found.path} (${found.source})`);
      return found.path;
    },
  };
}

function noPython(file: string): ProblemError {
  return new ProblemError({
    code: 'no-python',
    message: vscode.l10n.t(
      'no Python interpreter was found. Install Python 3.8 or newer, or choose one with the command Gradient Lens: Choose Python Interpreter.',
    ),
    file,
    line: null,
    column: null,
    details: '',
  });
}

import { runTests } from '@vscode/test-electron';
import { Workspace } from '../../test/support/workspace';
import { root } from '../tools/path';
import { workspaceFile, workspaces } from './workspaces';
import { removeTemporary, temporaryFolder } from '../tools/temporary';

/** Runs the tests of a module in a desktop VS Code. */
async function launch(executable: string, tests: string, name: string): Promise<void> {
  const opened = workspaces[name]!;
  const workspace = Workspace.create(opened, {});
  const profile = temporaryFolder('profile');
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [
        workspace.path(workspaceFile(opened)),
        '--disable-extensions',
        '--force-disable-user-env',
        '--user-data-dir',
        profile,
      ],
    });
  } finally {
    workspace.dispose();
    removeTemporary(profile);
  }
}

const [executable = '', tests = '', name = ''] = process.argv.slice(2);
launch(executable, tests, name).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

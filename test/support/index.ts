/**
 * The real editor for end-to-end tests and screenshots:
 *
 *     const workbench = await openWorkbench({ workspace: 'examples' });
 *     await workbench.openFile('cubic.py');
 *     await workbench.runCommand('Gradient Lens: Check Gradients');
 *     await workbench.problem(/dtheta/);
 *     await workbench.dispose();
 */
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { root } from '../../scripts/tools/path';
import { launchBrowser } from './browser';
import { Server, type ServerOptions } from './server';
import { Workbench } from './workbench';
import { Workspace } from './workspace';

export { Workbench } from './workbench';
export { Workspace } from './workspace';

export interface WorkbenchOptions extends Omit<ServerOptions, 'env'> {
  /** A folder (relative to the checkout) to open a copy of, or the files (name → content) to open. */
  readonly workspace: string | Readonly<Record<string, string>>;
  /** Settings of the workspace, such as `workbench.colorTheme`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels per pixel: 2 makes sharp pictures for a page. */
  readonly scale?: number;
}

let browser: Promise<Browser> | undefined;
const servers = new Map<string, Promise<Server>>();
const open = new Set<Workbench>();

/** Opens a workspace in the editor. Servers and the browser are started once and shared by all workbenches. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { settings = {}, size = { width: 1280, height: 800 }, scale = 1 } = options;
  const server = await sharedServer(options);
  browser ??= launchBrowser();
  const context = await (await browser).newContext({ viewport: size, deviceScaleFactor: scale });
  const from =
    typeof options.workspace === 'string' ? path.resolve(root, options.workspace) : options.workspace;
  const workbench = new Workbench(await context.newPage(), Workspace.create(from, settings), context);
  open.add(workbench);
  await workbench.page.goto(server.address(workbench.workspace.folder));
  return workbench.ready();
}

/** The workbenches that were not disposed of. */
export function openWorkbenches(): readonly Workbench[] {
  return [...open].filter((workbench) => !workbench.page.isClosed());
}

/** Ends everything that was opened. Test runs call it by themselves (see hooks.ts). */
export async function disposeAll(): Promise<void> {
  await Promise.allSettled([...open].map((workbench) => workbench.dispose()));
  await browser?.then((started) => started.close()).catch(() => {});
  await Promise.allSettled([...servers.values()].map(async (server) => (await server).dispose()));
  open.clear();
  servers.clear();
  browser = undefined;
}

function sharedServer({ vsix, trusted = true }: ServerOptions): Promise<Server> {
  const key = JSON.stringify([vsix, trusted]);
  const server =
    servers.get(key) ?? Server.start({ ...(vsix && { vsix: path.resolve(root, vsix) }), trusted });
  servers.set(key, server);
  return server;
}

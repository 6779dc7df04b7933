import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { launchBrowser } from '../../test/support/browser';
import { Server } from '../../test/support/server';
import { Workspace } from '../../test/support/workspace';
import type { EditorRun } from './editor';
import { workspaceFile } from './workspaces';

/** Opens the server's editor in a browser until the tests have left their results. Returns what went wrong. */
export async function runInServer({
  tests,
  opened,
  report,
  env,
  timeLimit,
}: EditorRun): Promise<string | undefined> {
  const workspace = Workspace.create(opened, {});
  const server = await Server.start({ env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(server.address(workspace.path(workspaceFile(opened)), tests));
    const end = Date.now() + timeLimit;
    while (!existsSync(report)) {
      if (Date.now() > end) {
        const minutes = timeLimit / 60_000;
        return `No results after ${minutes} minutes. The last messages of the editor:\n${messages.slice(-20).join('\n')}`;
      }
      await pause(100);
    }
    return undefined;
  } finally {
    await browser.close();
    server.dispose();
    workspace.dispose();
  }
}

import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { endStrays, mark } from './strays';

/** How to start a host. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** What a process left behind when it ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: string | null;
  /** Set when it could not be started at all. */
  readonly error: NodeJS.ErrnoException | null;
}

/** Milliseconds that output still on its way gets after the process ended. */
const afterglow = 500;

/** A child in a process group of its own and with a mark, so that whatever the model starts ends with it. */
export class HostProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ending>;
  private readonly id = randomUUID();
  private over = false;

  constructor(launch: Launch, onOutput: (text: string) => void) {
    this.child = spawn(launch.command, launch.arguments, {
      cwd: launch.folder,
      env: { ...process.env, ...launch.environment, [mark]: this.id },
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => resolve({ status: null, signal: null, error }));
      this.child.once('close', (status, signal) => resolve({ status, signal, error: null }));
    });
    this.child.once('exit', () => {
      // A process that the model started may hold the streams open for as long as it likes.
      const timer = setTimeout(() => {
        this.child.stdout.destroy();
        this.child.stderr.destroy();
      }, afterglow);
      this.child.once('close', () => clearTimeout(timer));
    });
    void this.ended.then(() => (this.over = true));
    this.child.stderr.setEncoding('utf8').on('data', onOutput);
    // A host that died makes writes fail; its end is reported by `ended`.
    this.child.stdin.on('error', () => {});
  }

  /** Asks by closing the input, waits briefly, then ends the whole group. */
  async end(patience = 200): Promise<void> {
    if (!this.over) {
      this.child.stdin.end();
      await Promise.race([this.ended, delay(patience, undefined, { ref: false })]);
    }
    this.kill();
    endStrays(this.id);
    await Promise.race([this.ended, delay(5000, undefined, { ref: false })]);
  }

  /** Ends the group at once. The group may outlive its leader, so this is done even when the leader is gone. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // No process of the group is left.
    }
  }
}
